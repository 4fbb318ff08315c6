[
  (object)
  (object_type)
  (list)
  (arguments)
  (parameters)
  (block)
  (multiline_string)
] @fold
