#!/usr/bin/env bash
# Runs one command of scimstate for a workflow: its result goes to a file, and from there to the job summary, to the
# comment or the issue, and to the outputs of the step. No text of others is ever part of a command line here.
#
# Environment: COMMAND, DIRECTORY, PLAN_FILE, COMMENT, AUTHOR, ARGS (one argument a line), RUNNER_TEMP, GITHUB_OUTPUT, and what
# scimstate itself reads.
set -uo pipefail

fail() {
  echo "::error title=scimstate::$1" >&2
  exit 1
}

output() { echo "$1=$2" >>"$GITHUB_OUTPUT"; }

case $COMMAND in
  validate | plan | apply | drift) ;;
  *) fail "the input command has to be validate, plan, apply or drift" ;;
esac

case ${COMMENT:-false} in
  true | false) ;;
  *) fail "the input comment has to be true or false" ;;
esac

args=()
while IFS= read -r line; do
  line=${line%$'\r'}
  [ -z "$line" ] || args+=("$line")
done <<<"${ARGS:-}"

file=()
folder=$(mktemp -d "$RUNNER_TEMP/scimstate.XXXXXX")
result=$folder/result.json
directory=${DIRECTORY:-.}

case $COMMAND in
  validate) set -- ;;
  plan)
    set -- --detailed-exitcode --out "$folder/plan.json" --markdown "$folder/plan.md"
    ;;
  apply)
    set -- --report "$folder/report.json"
    # After --, so that no name of a file is read as an option.
    [ -z "${PLAN_FILE:-}" ] || file=(-- "$PLAN_FILE")
    ;;
  drift) set -- --markdown "$folder/drift.md" ;;
esac
scimstate "$COMMAND" -C "$directory" --json "$@" ${args[@]+"${args[@]}"} ${file[@]+"${file[@]}"} >"$result"
exit=$?

output exit-code "$exit"
case $exit in
  0 | 2) reason= ;;
  3) reason=validate-failed ;;
  4) reason=refused ;;
  5) reason=plan-changed ;;
  6) reason=apply-failed ;;
  130) reason=interrupted ;;
  *) reason=failed ;;
esac
output failure-reason "$reason"
[ ! -e "$folder/plan.json" ] || { output plan_path "$folder/plan.md" && output json_plan_path "$folder/plan.json"; }
[ ! -e "$folder/report.json" ] || output report_path "$folder/report.json"
[ -s "$result" ] || fail "scimstate ended with $exit and without a result; its messages are above"

told=0
summary=()
[ "$COMMAND" != drift ] || summary+=(--drift)
scimstate github summary -C "$directory" ${summary[@]+"${summary[@]}"} "$result" || told=1
author=()
[ -z "${AUTHOR:-}" ] || author+=(--author "$AUTHOR")
case ${COMMENT:-false},$COMMAND in
  true,drift)
    # Without a plan there is nothing to say about drift: the command has failed, and the issue stays as it is.
    case $exit in 0 | 2) scimstate github drift-issue -C "$directory" ${author[@]+"${author[@]}"} "$result" || told=1 ;; esac
    ;;
  true,*) scimstate github comment -C "$directory" ${author[@]+"${author[@]}"} "$result" || told=1 ;;
esac

case $exit in
  # Changes and drift are results, not failures.
  0 | 2) exit "$told" ;;
  *) exit "$exit" ;;
esac
