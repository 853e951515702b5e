# The three numbers of GitLab's plan widget, from a plan as scimstate writes it: one member of "summary" a line.
/^  "summary": \{/ { inside = 1 }
/^  \}/ { inside = 0 }
inside && match($0, /[0-9]+/) {
  name = $1
  gsub(/[":]/, "", name)
  count[name] = substr($0, RSTART, RLENGTH)
}
END {
  printf "{\"create\":%d,\"update\":%d,\"delete\":%d}\n",
    count["create"] + count["members_added"],
    count["update"] + count["activate"],
    count["deactivate"] + count["delete"] + count["members_removed"]
}
