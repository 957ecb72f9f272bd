# Prints a schema of 1,400 definitions with documentation: enumerations, structs, commands and events that use each other.
BEGIN {
  q = "'"
  for (n = 0; n < 350; n++) {
    doc("Kind" n "x", "One of several kinds.  This is number " n " of them.", "@one: the first||@two: the second of the two||Since: 9.0")
    print text("{ <enum>: <Kind" n "x>, <data>: [ <one>, <two> ] }\n")
    doc("Thing" n "x", "A thing with a name and a size.", "@name: what it is called, for people||@size: how large it is, in bytes; absent where nobody|    knows  (Since 9.1)||@kind: its kind||Since: 9.0")
    print text("{ <struct>: <Thing" n "x>,\n  <data>: { <name>: <str>, <*size>: <size>, <kind>: <Kind" n "x> } }\n")
    doc("query-thing-" n, "Tells about things.", "@name: only those of that name||Returns: a list of things||Errors:|    - If there is none of that name, GenericError||Since: 9.0||.. qmp-example::||    -> { \"execute\": \"query-thing-" n "\" }|    <- { \"return\": [] }")
    print text("{ <command>: <query-thing-" n ">, <data>: { <*name>: <str> },\n  <returns>: [ <Thing" n "x> ], <if>: <CONFIG_" n "> }\n")
    doc("THING_" n "_CHANGED", "A thing has changed.", "@thing: the thing as it is now||Since: 9.0")
    print text("{ <event>: <THING_" n "_CHANGED>, <data>: { <thing>: <Thing" n "x> } }\n")
  }
}
function text(t) { gsub(/[<>]/, q, t); return t }
function doc(name, about, rest,   lines, i, n) {
  print "##\n# @" name ":\n#\n# " about "\n#"
  n = split(rest, lines, "|")
  for (i = 1; i <= n; i++)
    print lines[i] == "" ? "#" : "# " lines[i]
  print "##"
}
