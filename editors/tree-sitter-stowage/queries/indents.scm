[
  (object)
  (object_type)
  (list)
  (arguments)
  (parameters)
  (block)
] @indent.begin

["}" "]" ")"] @indent.end @indent.branch
