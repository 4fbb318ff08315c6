(resource_declaration) @class.outer
(resource_declaration body: (object) @class.inner)
(function_declaration) @function.outer
(function_declaration value: (_) @function.inner)
(parameter) @parameter.outer
(field value: (_) @assignment.rhs) @assignment.outer
(comment) @comment.outer
