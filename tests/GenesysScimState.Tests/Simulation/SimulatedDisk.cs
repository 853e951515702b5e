namespace GenesysScimState.Tests.Simulation;

/// <summary>What becomes of the disk while the log is written.</summary>
internal enum DiskEnd
{
    /// <summary>Nothing fits any more, in the middle of a line; what did fit can be taken back.</summary>
    Full,

    /// <summary>As <see cref="Full"/>, and the half line stays.</summary>
    FullForGood,

    /// <summary>The line seemed to fit; that it does not shows when it is flushed.</summary>
    FullWhenFlushed,

    /// <summary>The process dies in the middle of the line.</summary>
    Crash,

    /// <summary>The process dies while the files of the log are renamed.</summary>
    CrashInRotation,
}

/// <param name="End">What happens.</param>
/// <param name="After">Bytes that a run can write before it does; of a rotation: the renamings that are not done.</param>
internal sealed record DiskTrouble(DiskEnd End, int After);

/// <summary>
/// The disk under the audit log of one run. It forgets to wait for the platter, which nothing here can notice. Of a
/// process that is dead nothing is written any more.
/// </summary>
internal sealed class SimulatedDisk(AuditTrail trail, DiskTrouble? trouble, Action die)
{
    private int _written;
    private bool _isOpen;

    public bool IsDead { get; set; }

    /// <summary>Whether nothing could be written since some moment.</summary>
    public bool IsFull { get; private set; }

    /// <summary>As the program opens its log: the first time to go on, later because it has renamed the files.</summary>
    public FileStream Append(string path)
    {
        if (_isOpen && trouble is { End: DiskEnd.CrashInRotation } && !IsDead)
        {
            for (var number = 1; number <= trouble.After && File.Exists(trail.Of(number)); number++)
            {
                File.Move(trail.Of(number), trail.Of(number - 1));
            }

            if (trouble.After == 0)
            {
                trail.Turn();
            }

            die();
        }

        if (_isOpen)
        {
            trail.Turn();
        }

        _isOpen = true;
        return new LogFile(path, this);
    }

    private sealed class LogFile(string path, SimulatedDisk disk)
        : FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0)
    {
        /// <summary>Of a dead process nothing is to be renamed.</summary>
        public override long Length => disk.IsDead ? 0 : base.Length;

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (disk.IsDead)
            {
                return;
            }

            var left = disk.End is { } && disk.IsBytes ? Math.Max(0, disk.After - disk._written) : int.MaxValue;
            var fits = disk.End == DiskEnd.FullWhenFlushed ? count : Math.Min(count, left);
            base.Write(buffer, offset, fits);
            disk._written += count;
            if (left >= count)
            {
                return;
            }

            disk.IsFull = disk.End != DiskEnd.Crash;
            if (disk.End == DiskEnd.Crash)
            {
                disk.Die();
            }

            if (disk.End != DiskEnd.FullWhenFlushed)
            {
                throw new IOException("No space left on device", 28);
            }
        }

        public override void Flush(bool flushToDisk)
        {
            if (disk is { IsFull: true, IsDead: false })
            {
                throw new IOException("No space left on device", 28);
            }
        }

        public override void SetLength(long value)
        {
            if (disk.End == DiskEnd.FullForGood)
            {
                throw new IOException("Input/output error");
            }

            if (!disk.IsDead)
            {
                base.SetLength(value);
            }
        }

        protected override void Dispose(bool disposing)
        {
            disk.Closing();
            base.Dispose(disposing);
        }
    }

    private DiskEnd? End => trouble?.End;

    private bool IsBytes => End != DiskEnd.CrashInRotation;

    private int After => trouble!.After;

    private void Die() => die();

    private void Closing() => trail.Collect();
}
