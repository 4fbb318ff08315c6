; Comments and documentation.
(comment) @comment
(documentation) @comment.documentation

; Words that begin declarations, and words inside of them.
[
  "stack"
  "engine"
  "param"
  "secret"
  "let"
  "output"
  "type"
  "check"
  "test"
  "moved"
  "removed"
] @keyword
"fn" @keyword.function
["use" "import" "as"] @keyword.import
["for" "in"] @keyword.repeat
"if" @keyword.conditional
["assert" "where"] @keyword
(binary_expression operator: "is" @keyword.operator)

; Names where they are declared.
(stack_declaration name: (identifier) @module)
(engine_declaration name: (identifier) @constant)
(param_declaration name: (identifier) @variable.parameter)
(secret_declaration name: (identifier) @variable.parameter)
(let_declaration name: (identifier) @constant)
(output_declaration name: (identifier) @property)
(type_declaration name: (identifier) @type.definition)
(function_declaration name: (identifier) @function)
(parameter name: (identifier) @variable.parameter)
(use_declaration name: (identifier) @module)
(resource_declaration
  kind: (identifier) @type.builtin
  name: (identifier) @constructor)
(for_clause variable: (identifier) @variable)

; Types.
(named_type name: (identifier) @type)
((named_type name: (identifier) @type.builtin)
  (#any-of? @type.builtin
    "string" "int" "float" "bool" "size" "duration" "port" "ip" "cidr"
    "container" "image" "network" "volume"))
(secret_type "secret" @type.builtin)
(map_type key: (identifier) @type.builtin)
(type_field name: (identifier) @property)

; Values.
(field name: (identifier) @property)
(field name: (string) @property)
(member_expression property: (identifier) @variable.member)
(call_expression function: (identifier) @function.call)
(binary_expression
  operator: "is"
  right: (identifier) @constant.builtin
  (#any-of? @constant.builtin "healthy" "started" "completed"))
((identifier) @variable.builtin
  (#eq? @variable.builtin "it"))

(string) @string
(multiline_string) @string
(escape_sequence) @string.escape
(interpolation ["${" "}"] @punctuation.special)
(regex) @string.regexp

[(integer) (quantity) (port) (ip) (cidr) (host)] @number
(float) @number.float
(boolean) @boolean
(null) @constant.builtin

; Signs.
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
["," ":" "." "?."] @punctuation.delimiter
[
  "="
  "->"
  "??"
  "||"
  "&&"
  "=="
  "!="
  "<"
  "<="
  ">"
  ">="
  ".."
  "..<"
  "+"
  "-"
  "*"
  "/"
  "%"
  "!"
  "?"
  "|"
  "..."
] @operator
