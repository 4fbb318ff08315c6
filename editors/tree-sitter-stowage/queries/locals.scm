; Names that are known in a part of a file only: parameters, and variables of `for`.
(function_declaration) @local.scope
(resource_declaration) @local.scope
(use_declaration) @local.scope
(list) @local.scope
(object) @local.scope

(parameter name: (identifier) @local.definition.parameter)
(for_clause variable: (identifier) @local.definition.var)

(param_declaration name: (identifier) @local.definition.parameter)
(secret_declaration name: (identifier) @local.definition.var)
(let_declaration name: (identifier) @local.definition.constant)
(function_declaration name: (identifier) @local.definition.function)
(type_declaration name: (identifier) @local.definition.type)
(use_declaration name: (identifier) @local.definition.import)
(resource_declaration name: (identifier) @local.definition.var)

(identifier) @local.reference
