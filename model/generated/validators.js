// Generated from model/schemas by scripts/generators/validators.mjs; do not edit.
// One function a resource kind: whether a value is a valid spec of that kind, and why not.

var __getOwnPropNames = Object.getOwnPropertyNames;
var __commonJS = (cb, mod) => function() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};

// node_modules/ajv/dist/runtime/ucs2length.js
var require_ucs2length = __commonJS({
  "node_modules/ajv/dist/runtime/ucs2length.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: !0 });
    function ucs2length(str) {
      let len = str.length, length = 0, pos = 0, value;
      for (; pos < len; )
        length++, value = str.charCodeAt(pos++), value >= 55296 && value <= 56319 && pos < len && (value = str.charCodeAt(pos), (value & 64512) === 56320 && pos++);
      return length;
    }
    exports.default = ucs2length;
    ucs2length.code = 'require("ajv/dist/runtime/ucs2length").default';
  }
});

// validators.js
var validate_image = validate10, schema11 = { type: "object", properties: { name: { type: "string", pattern: "^[a-z0-9]+(?:[._/-][a-z0-9]+)*$" }, from: { type: "object", discriminator: { propertyName: "kind" }, oneOf: [{ type: "object", properties: { kind: { type: "string", enum: ["scratch"] } }, required: ["kind"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["rootfs"] }, path: { type: "string" } }, required: ["kind", "path"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["layout"] }, path: { type: "string" }, ref: { type: "string" } }, required: ["kind", "path"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["image"] }, name: { type: "string", minLength: 1 } }, required: ["kind", "name"], additionalProperties: !1 }] }, context: { type: "string" }, steps: { type: "array", items: { type: "object", discriminator: { propertyName: "kind" }, oneOf: [{ type: "object", properties: { kind: { type: "string", enum: ["copy"] }, sources: { type: "array", minItems: 1, items: { type: "string", minLength: 1 } }, target: { type: "string", minLength: 1 }, owner: { type: "string", pattern: "^\\d+(?::\\d+)?$" }, mode: { type: "string", pattern: "^[0-7]{3,4}$" } }, required: ["kind", "sources", "target"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["run"] }, command: { type: "array", items: { type: "string" }, minItems: 1 } }, required: ["kind", "command"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["env"] }, env: { type: "object", additionalProperties: { type: "string" }, propertyNames: { pattern: "^[^=\\0\\s]+$" } } }, required: ["kind", "env"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["workdir"] }, path: { type: "string", minLength: 1 } }, required: ["kind", "path"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["user"] }, user: { type: "string", minLength: 1 } }, required: ["kind", "user"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["expose"] }, ports: { type: "array", items: { type: "string", pattern: "^(?:[1-9]\\d{0,4})/(?:tcp|udp)$" }, minItems: 1 } }, required: ["kind", "ports"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["label"] }, labels: { type: "object", additionalProperties: { type: "string" }, propertyNames: { pattern: "^(?!stowage\\.)[^=\\s]+$" } } }, required: ["kind", "labels"], additionalProperties: !1 }] } }, env: { type: "object", additionalProperties: { type: "string" }, propertyNames: { pattern: "^[^=\\0\\s]+$" } }, workdir: { type: "string", minLength: 1 }, user: { type: "string", minLength: 1 }, expose: { type: "array", items: { type: "string", pattern: "^(?:[1-9]\\d{0,4})/(?:tcp|udp)$" } }, entrypoint: { type: "array", items: { type: "string" } }, command: { type: "array", items: { type: "string" } }, stop_signal: { type: "string", pattern: "^SIG[A-Z0-9+]+$" }, labels: { type: "object", additionalProperties: { type: "string" }, propertyNames: { pattern: "^(?!stowage\\.)[^=\\s]+$" } } }, required: ["name", "from"], additionalProperties: !1 }, func2 = Object.prototype.hasOwnProperty, func3 = require_ucs2length().default, pattern0 = new RegExp("^[a-z0-9]+(?:[._/-][a-z0-9]+)*$", "u"), pattern1 = new RegExp("^\\d+(?::\\d+)?$", "u"), pattern2 = new RegExp("^[0-7]{3,4}$", "u"), pattern3 = new RegExp("^[^=\\0\\s]+$", "u"), pattern4 = new RegExp("^(?:[1-9]\\d{0,4})/(?:tcp|udp)$", "u"), pattern5 = new RegExp("^(?!stowage\\.)[^=\\s]+$", "u"), pattern8 = new RegExp("^SIG[A-Z0-9+]+$", "u");
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === void 0) {
      let err0 = { instancePath, keyword: "required", params: { missingProperty: "name" } };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    if (data.from === void 0) {
      let err1 = { instancePath, keyword: "required", params: { missingProperty: "from" } };
      vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
    }
    for (let key0 in data)
      if (!func2.call(schema11.properties, key0)) {
        let err2 = { instancePath, keyword: "additionalProperties", params: { additionalProperty: key0 } };
        vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
      }
    if (data.name !== void 0) {
      let data0 = data.name;
      if (typeof data0 == "string") {
        if (!pattern0.test(data0)) {
          let err3 = { instancePath: instancePath + "/name", keyword: "pattern", params: { pattern: "^[a-z0-9]+(?:[._/-][a-z0-9]+)*$" } };
          vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
        }
      } else {
        let err4 = { instancePath: instancePath + "/name", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
      }
    }
    if (data.from !== void 0) {
      let data1 = data.from;
      if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
        let tag0 = data1.kind;
        if (typeof tag0 == "string")
          if (tag0 === "scratch")
            if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
              if (data1.kind === void 0) {
                let err5 = { instancePath: instancePath + "/from", keyword: "required", params: { missingProperty: "kind" } };
                vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
              }
              for (let key1 in data1)
                if (key1 !== "kind") {
                  let err6 = { instancePath: instancePath + "/from", keyword: "additionalProperties", params: { additionalProperty: key1 } };
                  vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
                }
              if (data1.kind !== void 0) {
                let data2 = data1.kind;
                if (typeof data2 != "string") {
                  let err7 = { instancePath: instancePath + "/from/kind", keyword: "type", params: { type: "string" } };
                  vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
                }
                if (data2 !== "scratch") {
                  let err8 = { instancePath: instancePath + "/from/kind", keyword: "enum", params: { allowedValues: schema11.properties.from.oneOf[0].properties.kind.enum } };
                  vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
                }
              }
            } else {
              let err9 = { instancePath: instancePath + "/from", keyword: "type", params: { type: "object" } };
              vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
            }
          else if (tag0 === "rootfs")
            if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
              if (data1.kind === void 0) {
                let err10 = { instancePath: instancePath + "/from", keyword: "required", params: { missingProperty: "kind" } };
                vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
              }
              if (data1.path === void 0) {
                let err11 = { instancePath: instancePath + "/from", keyword: "required", params: { missingProperty: "path" } };
                vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
              }
              for (let key2 in data1)
                if (!(key2 === "kind" || key2 === "path")) {
                  let err12 = { instancePath: instancePath + "/from", keyword: "additionalProperties", params: { additionalProperty: key2 } };
                  vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
                }
              if (data1.kind !== void 0) {
                let data3 = data1.kind;
                if (typeof data3 != "string") {
                  let err13 = { instancePath: instancePath + "/from/kind", keyword: "type", params: { type: "string" } };
                  vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
                }
                if (data3 !== "rootfs") {
                  let err14 = { instancePath: instancePath + "/from/kind", keyword: "enum", params: { allowedValues: schema11.properties.from.oneOf[1].properties.kind.enum } };
                  vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
                }
              }
              if (data1.path !== void 0 && typeof data1.path != "string") {
                let err15 = { instancePath: instancePath + "/from/path", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
              }
            } else {
              let err16 = { instancePath: instancePath + "/from", keyword: "type", params: { type: "object" } };
              vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
            }
          else if (tag0 === "layout")
            if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
              if (data1.kind === void 0) {
                let err17 = { instancePath: instancePath + "/from", keyword: "required", params: { missingProperty: "kind" } };
                vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
              }
              if (data1.path === void 0) {
                let err18 = { instancePath: instancePath + "/from", keyword: "required", params: { missingProperty: "path" } };
                vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
              }
              for (let key3 in data1)
                if (!(key3 === "kind" || key3 === "path" || key3 === "ref")) {
                  let err19 = { instancePath: instancePath + "/from", keyword: "additionalProperties", params: { additionalProperty: key3 } };
                  vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
                }
              if (data1.kind !== void 0) {
                let data5 = data1.kind;
                if (typeof data5 != "string") {
                  let err20 = { instancePath: instancePath + "/from/kind", keyword: "type", params: { type: "string" } };
                  vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
                }
                if (data5 !== "layout") {
                  let err21 = { instancePath: instancePath + "/from/kind", keyword: "enum", params: { allowedValues: schema11.properties.from.oneOf[2].properties.kind.enum } };
                  vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
                }
              }
              if (data1.path !== void 0 && typeof data1.path != "string") {
                let err22 = { instancePath: instancePath + "/from/path", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
              }
              if (data1.ref !== void 0 && typeof data1.ref != "string") {
                let err23 = { instancePath: instancePath + "/from/ref", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
              }
            } else {
              let err24 = { instancePath: instancePath + "/from", keyword: "type", params: { type: "object" } };
              vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
            }
          else if (tag0 === "image")
            if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
              if (data1.kind === void 0) {
                let err25 = { instancePath: instancePath + "/from", keyword: "required", params: { missingProperty: "kind" } };
                vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
              }
              if (data1.name === void 0) {
                let err26 = { instancePath: instancePath + "/from", keyword: "required", params: { missingProperty: "name" } };
                vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
              }
              for (let key4 in data1)
                if (!(key4 === "kind" || key4 === "name")) {
                  let err27 = { instancePath: instancePath + "/from", keyword: "additionalProperties", params: { additionalProperty: key4 } };
                  vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
                }
              if (data1.kind !== void 0) {
                let data8 = data1.kind;
                if (typeof data8 != "string") {
                  let err28 = { instancePath: instancePath + "/from/kind", keyword: "type", params: { type: "string" } };
                  vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
                }
                if (data8 !== "image") {
                  let err29 = { instancePath: instancePath + "/from/kind", keyword: "enum", params: { allowedValues: schema11.properties.from.oneOf[3].properties.kind.enum } };
                  vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
                }
              }
              if (data1.name !== void 0) {
                let data9 = data1.name;
                if (typeof data9 == "string") {
                  if (func3(data9) < 1) {
                    let err30 = { instancePath: instancePath + "/from/name", keyword: "minLength", params: { limit: 1 } };
                    vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
                  }
                } else {
                  let err31 = { instancePath: instancePath + "/from/name", keyword: "type", params: { type: "string" } };
                  vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
                }
              }
            } else {
              let err32 = { instancePath: instancePath + "/from", keyword: "type", params: { type: "object" } };
              vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
            }
          else {
            let err33 = { instancePath: instancePath + "/from", keyword: "discriminator", params: { error: "mapping", tag: "kind", tagValue: tag0 } };
            vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
          }
        else {
          let err34 = { instancePath: instancePath + "/from", keyword: "discriminator", params: { error: "tag", tag: "kind", tagValue: tag0 } };
          vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
        }
      } else {
        let err35 = { instancePath: instancePath + "/from", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err35] : vErrors.push(err35), errors++;
      }
    }
    if (data.context !== void 0 && typeof data.context != "string") {
      let err36 = { instancePath: instancePath + "/context", keyword: "type", params: { type: "string" } };
      vErrors === null ? vErrors = [err36] : vErrors.push(err36), errors++;
    }
    if (data.steps !== void 0) {
      let data11 = data.steps;
      if (Array.isArray(data11)) {
        let len0 = data11.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data12 = data11[i0];
          if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
            let tag1 = data12.kind;
            if (typeof tag1 == "string")
              if (tag1 === "copy")
                if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
                  if (data12.kind === void 0) {
                    let err37 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "kind" } };
                    vErrors === null ? vErrors = [err37] : vErrors.push(err37), errors++;
                  }
                  if (data12.sources === void 0) {
                    let err38 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "sources" } };
                    vErrors === null ? vErrors = [err38] : vErrors.push(err38), errors++;
                  }
                  if (data12.target === void 0) {
                    let err39 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "target" } };
                    vErrors === null ? vErrors = [err39] : vErrors.push(err39), errors++;
                  }
                  for (let key5 in data12)
                    if (!(key5 === "kind" || key5 === "sources" || key5 === "target" || key5 === "owner" || key5 === "mode")) {
                      let err40 = { instancePath: instancePath + "/steps/" + i0, keyword: "additionalProperties", params: { additionalProperty: key5 } };
                      vErrors === null ? vErrors = [err40] : vErrors.push(err40), errors++;
                    }
                  if (data12.kind !== void 0) {
                    let data13 = data12.kind;
                    if (typeof data13 != "string") {
                      let err41 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err41] : vErrors.push(err41), errors++;
                    }
                    if (data13 !== "copy") {
                      let err42 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "enum", params: { allowedValues: schema11.properties.steps.items.oneOf[0].properties.kind.enum } };
                      vErrors === null ? vErrors = [err42] : vErrors.push(err42), errors++;
                    }
                  }
                  if (data12.sources !== void 0) {
                    let data14 = data12.sources;
                    if (Array.isArray(data14)) {
                      if (data14.length < 1) {
                        let err43 = { instancePath: instancePath + "/steps/" + i0 + "/sources", keyword: "minItems", params: { limit: 1 } };
                        vErrors === null ? vErrors = [err43] : vErrors.push(err43), errors++;
                      }
                      let len1 = data14.length;
                      for (let i1 = 0; i1 < len1; i1++) {
                        let data15 = data14[i1];
                        if (typeof data15 == "string") {
                          if (func3(data15) < 1) {
                            let err44 = { instancePath: instancePath + "/steps/" + i0 + "/sources/" + i1, keyword: "minLength", params: { limit: 1 } };
                            vErrors === null ? vErrors = [err44] : vErrors.push(err44), errors++;
                          }
                        } else {
                          let err45 = { instancePath: instancePath + "/steps/" + i0 + "/sources/" + i1, keyword: "type", params: { type: "string" } };
                          vErrors === null ? vErrors = [err45] : vErrors.push(err45), errors++;
                        }
                      }
                    } else {
                      let err46 = { instancePath: instancePath + "/steps/" + i0 + "/sources", keyword: "type", params: { type: "array" } };
                      vErrors === null ? vErrors = [err46] : vErrors.push(err46), errors++;
                    }
                  }
                  if (data12.target !== void 0) {
                    let data16 = data12.target;
                    if (typeof data16 == "string") {
                      if (func3(data16) < 1) {
                        let err47 = { instancePath: instancePath + "/steps/" + i0 + "/target", keyword: "minLength", params: { limit: 1 } };
                        vErrors === null ? vErrors = [err47] : vErrors.push(err47), errors++;
                      }
                    } else {
                      let err48 = { instancePath: instancePath + "/steps/" + i0 + "/target", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err48] : vErrors.push(err48), errors++;
                    }
                  }
                  if (data12.owner !== void 0) {
                    let data17 = data12.owner;
                    if (typeof data17 == "string") {
                      if (!pattern1.test(data17)) {
                        let err49 = { instancePath: instancePath + "/steps/" + i0 + "/owner", keyword: "pattern", params: { pattern: "^\\d+(?::\\d+)?$" } };
                        vErrors === null ? vErrors = [err49] : vErrors.push(err49), errors++;
                      }
                    } else {
                      let err50 = { instancePath: instancePath + "/steps/" + i0 + "/owner", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err50] : vErrors.push(err50), errors++;
                    }
                  }
                  if (data12.mode !== void 0) {
                    let data18 = data12.mode;
                    if (typeof data18 == "string") {
                      if (!pattern2.test(data18)) {
                        let err51 = { instancePath: instancePath + "/steps/" + i0 + "/mode", keyword: "pattern", params: { pattern: "^[0-7]{3,4}$" } };
                        vErrors === null ? vErrors = [err51] : vErrors.push(err51), errors++;
                      }
                    } else {
                      let err52 = { instancePath: instancePath + "/steps/" + i0 + "/mode", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err52] : vErrors.push(err52), errors++;
                    }
                  }
                } else {
                  let err53 = { instancePath: instancePath + "/steps/" + i0, keyword: "type", params: { type: "object" } };
                  vErrors === null ? vErrors = [err53] : vErrors.push(err53), errors++;
                }
              else if (tag1 === "run")
                if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
                  if (data12.kind === void 0) {
                    let err54 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "kind" } };
                    vErrors === null ? vErrors = [err54] : vErrors.push(err54), errors++;
                  }
                  if (data12.command === void 0) {
                    let err55 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "command" } };
                    vErrors === null ? vErrors = [err55] : vErrors.push(err55), errors++;
                  }
                  for (let key6 in data12)
                    if (!(key6 === "kind" || key6 === "command")) {
                      let err56 = { instancePath: instancePath + "/steps/" + i0, keyword: "additionalProperties", params: { additionalProperty: key6 } };
                      vErrors === null ? vErrors = [err56] : vErrors.push(err56), errors++;
                    }
                  if (data12.kind !== void 0) {
                    let data19 = data12.kind;
                    if (typeof data19 != "string") {
                      let err57 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err57] : vErrors.push(err57), errors++;
                    }
                    if (data19 !== "run") {
                      let err58 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "enum", params: { allowedValues: schema11.properties.steps.items.oneOf[1].properties.kind.enum } };
                      vErrors === null ? vErrors = [err58] : vErrors.push(err58), errors++;
                    }
                  }
                  if (data12.command !== void 0) {
                    let data20 = data12.command;
                    if (Array.isArray(data20)) {
                      if (data20.length < 1) {
                        let err59 = { instancePath: instancePath + "/steps/" + i0 + "/command", keyword: "minItems", params: { limit: 1 } };
                        vErrors === null ? vErrors = [err59] : vErrors.push(err59), errors++;
                      }
                      let len2 = data20.length;
                      for (let i2 = 0; i2 < len2; i2++)
                        if (typeof data20[i2] != "string") {
                          let err60 = { instancePath: instancePath + "/steps/" + i0 + "/command/" + i2, keyword: "type", params: { type: "string" } };
                          vErrors === null ? vErrors = [err60] : vErrors.push(err60), errors++;
                        }
                    } else {
                      let err61 = { instancePath: instancePath + "/steps/" + i0 + "/command", keyword: "type", params: { type: "array" } };
                      vErrors === null ? vErrors = [err61] : vErrors.push(err61), errors++;
                    }
                  }
                } else {
                  let err62 = { instancePath: instancePath + "/steps/" + i0, keyword: "type", params: { type: "object" } };
                  vErrors === null ? vErrors = [err62] : vErrors.push(err62), errors++;
                }
              else if (tag1 === "env")
                if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
                  if (data12.kind === void 0) {
                    let err63 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "kind" } };
                    vErrors === null ? vErrors = [err63] : vErrors.push(err63), errors++;
                  }
                  if (data12.env === void 0) {
                    let err64 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "env" } };
                    vErrors === null ? vErrors = [err64] : vErrors.push(err64), errors++;
                  }
                  for (let key7 in data12)
                    if (!(key7 === "kind" || key7 === "env")) {
                      let err65 = { instancePath: instancePath + "/steps/" + i0, keyword: "additionalProperties", params: { additionalProperty: key7 } };
                      vErrors === null ? vErrors = [err65] : vErrors.push(err65), errors++;
                    }
                  if (data12.kind !== void 0) {
                    let data22 = data12.kind;
                    if (typeof data22 != "string") {
                      let err66 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err66] : vErrors.push(err66), errors++;
                    }
                    if (data22 !== "env") {
                      let err67 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "enum", params: { allowedValues: schema11.properties.steps.items.oneOf[2].properties.kind.enum } };
                      vErrors === null ? vErrors = [err67] : vErrors.push(err67), errors++;
                    }
                  }
                  if (data12.env !== void 0) {
                    let data23 = data12.env;
                    if (data23 && typeof data23 == "object" && !Array.isArray(data23)) {
                      for (let key8 in data23) {
                        let _errs73 = errors;
                        if (typeof key8 == "string" && !pattern3.test(key8)) {
                          let err68 = { instancePath: instancePath + "/steps/" + i0 + "/env", keyword: "pattern", params: { pattern: "^[^=\\0\\s]+$" }, propertyName: key8 };
                          vErrors === null ? vErrors = [err68] : vErrors.push(err68), errors++;
                        }
                        var valid23 = _errs73 === errors;
                        if (!valid23) {
                          let err69 = { instancePath: instancePath + "/steps/" + i0 + "/env", keyword: "propertyNames", params: { propertyName: key8 } };
                          vErrors === null ? vErrors = [err69] : vErrors.push(err69), errors++;
                        }
                      }
                      for (let key9 in data23)
                        if (typeof data23[key9] != "string") {
                          let err70 = { instancePath: instancePath + "/steps/" + i0 + "/env/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
                          vErrors === null ? vErrors = [err70] : vErrors.push(err70), errors++;
                        }
                    } else {
                      let err71 = { instancePath: instancePath + "/steps/" + i0 + "/env", keyword: "type", params: { type: "object" } };
                      vErrors === null ? vErrors = [err71] : vErrors.push(err71), errors++;
                    }
                  }
                } else {
                  let err72 = { instancePath: instancePath + "/steps/" + i0, keyword: "type", params: { type: "object" } };
                  vErrors === null ? vErrors = [err72] : vErrors.push(err72), errors++;
                }
              else if (tag1 === "workdir")
                if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
                  if (data12.kind === void 0) {
                    let err73 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "kind" } };
                    vErrors === null ? vErrors = [err73] : vErrors.push(err73), errors++;
                  }
                  if (data12.path === void 0) {
                    let err74 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "path" } };
                    vErrors === null ? vErrors = [err74] : vErrors.push(err74), errors++;
                  }
                  for (let key10 in data12)
                    if (!(key10 === "kind" || key10 === "path")) {
                      let err75 = { instancePath: instancePath + "/steps/" + i0, keyword: "additionalProperties", params: { additionalProperty: key10 } };
                      vErrors === null ? vErrors = [err75] : vErrors.push(err75), errors++;
                    }
                  if (data12.kind !== void 0) {
                    let data25 = data12.kind;
                    if (typeof data25 != "string") {
                      let err76 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err76] : vErrors.push(err76), errors++;
                    }
                    if (data25 !== "workdir") {
                      let err77 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "enum", params: { allowedValues: schema11.properties.steps.items.oneOf[3].properties.kind.enum } };
                      vErrors === null ? vErrors = [err77] : vErrors.push(err77), errors++;
                    }
                  }
                  if (data12.path !== void 0) {
                    let data26 = data12.path;
                    if (typeof data26 == "string") {
                      if (func3(data26) < 1) {
                        let err78 = { instancePath: instancePath + "/steps/" + i0 + "/path", keyword: "minLength", params: { limit: 1 } };
                        vErrors === null ? vErrors = [err78] : vErrors.push(err78), errors++;
                      }
                    } else {
                      let err79 = { instancePath: instancePath + "/steps/" + i0 + "/path", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err79] : vErrors.push(err79), errors++;
                    }
                  }
                } else {
                  let err80 = { instancePath: instancePath + "/steps/" + i0, keyword: "type", params: { type: "object" } };
                  vErrors === null ? vErrors = [err80] : vErrors.push(err80), errors++;
                }
              else if (tag1 === "user")
                if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
                  if (data12.kind === void 0) {
                    let err81 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "kind" } };
                    vErrors === null ? vErrors = [err81] : vErrors.push(err81), errors++;
                  }
                  if (data12.user === void 0) {
                    let err82 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "user" } };
                    vErrors === null ? vErrors = [err82] : vErrors.push(err82), errors++;
                  }
                  for (let key11 in data12)
                    if (!(key11 === "kind" || key11 === "user")) {
                      let err83 = { instancePath: instancePath + "/steps/" + i0, keyword: "additionalProperties", params: { additionalProperty: key11 } };
                      vErrors === null ? vErrors = [err83] : vErrors.push(err83), errors++;
                    }
                  if (data12.kind !== void 0) {
                    let data27 = data12.kind;
                    if (typeof data27 != "string") {
                      let err84 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err84] : vErrors.push(err84), errors++;
                    }
                    if (data27 !== "user") {
                      let err85 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "enum", params: { allowedValues: schema11.properties.steps.items.oneOf[4].properties.kind.enum } };
                      vErrors === null ? vErrors = [err85] : vErrors.push(err85), errors++;
                    }
                  }
                  if (data12.user !== void 0) {
                    let data28 = data12.user;
                    if (typeof data28 == "string") {
                      if (func3(data28) < 1) {
                        let err86 = { instancePath: instancePath + "/steps/" + i0 + "/user", keyword: "minLength", params: { limit: 1 } };
                        vErrors === null ? vErrors = [err86] : vErrors.push(err86), errors++;
                      }
                    } else {
                      let err87 = { instancePath: instancePath + "/steps/" + i0 + "/user", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err87] : vErrors.push(err87), errors++;
                    }
                  }
                } else {
                  let err88 = { instancePath: instancePath + "/steps/" + i0, keyword: "type", params: { type: "object" } };
                  vErrors === null ? vErrors = [err88] : vErrors.push(err88), errors++;
                }
              else if (tag1 === "expose")
                if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
                  if (data12.kind === void 0) {
                    let err89 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "kind" } };
                    vErrors === null ? vErrors = [err89] : vErrors.push(err89), errors++;
                  }
                  if (data12.ports === void 0) {
                    let err90 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "ports" } };
                    vErrors === null ? vErrors = [err90] : vErrors.push(err90), errors++;
                  }
                  for (let key12 in data12)
                    if (!(key12 === "kind" || key12 === "ports")) {
                      let err91 = { instancePath: instancePath + "/steps/" + i0, keyword: "additionalProperties", params: { additionalProperty: key12 } };
                      vErrors === null ? vErrors = [err91] : vErrors.push(err91), errors++;
                    }
                  if (data12.kind !== void 0) {
                    let data29 = data12.kind;
                    if (typeof data29 != "string") {
                      let err92 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err92] : vErrors.push(err92), errors++;
                    }
                    if (data29 !== "expose") {
                      let err93 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "enum", params: { allowedValues: schema11.properties.steps.items.oneOf[5].properties.kind.enum } };
                      vErrors === null ? vErrors = [err93] : vErrors.push(err93), errors++;
                    }
                  }
                  if (data12.ports !== void 0) {
                    let data30 = data12.ports;
                    if (Array.isArray(data30)) {
                      if (data30.length < 1) {
                        let err94 = { instancePath: instancePath + "/steps/" + i0 + "/ports", keyword: "minItems", params: { limit: 1 } };
                        vErrors === null ? vErrors = [err94] : vErrors.push(err94), errors++;
                      }
                      let len3 = data30.length;
                      for (let i3 = 0; i3 < len3; i3++) {
                        let data31 = data30[i3];
                        if (typeof data31 == "string") {
                          if (!pattern4.test(data31)) {
                            let err95 = { instancePath: instancePath + "/steps/" + i0 + "/ports/" + i3, keyword: "pattern", params: { pattern: "^(?:[1-9]\\d{0,4})/(?:tcp|udp)$" } };
                            vErrors === null ? vErrors = [err95] : vErrors.push(err95), errors++;
                          }
                        } else {
                          let err96 = { instancePath: instancePath + "/steps/" + i0 + "/ports/" + i3, keyword: "type", params: { type: "string" } };
                          vErrors === null ? vErrors = [err96] : vErrors.push(err96), errors++;
                        }
                      }
                    } else {
                      let err97 = { instancePath: instancePath + "/steps/" + i0 + "/ports", keyword: "type", params: { type: "array" } };
                      vErrors === null ? vErrors = [err97] : vErrors.push(err97), errors++;
                    }
                  }
                } else {
                  let err98 = { instancePath: instancePath + "/steps/" + i0, keyword: "type", params: { type: "object" } };
                  vErrors === null ? vErrors = [err98] : vErrors.push(err98), errors++;
                }
              else if (tag1 === "label")
                if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
                  if (data12.kind === void 0) {
                    let err99 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "kind" } };
                    vErrors === null ? vErrors = [err99] : vErrors.push(err99), errors++;
                  }
                  if (data12.labels === void 0) {
                    let err100 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "labels" } };
                    vErrors === null ? vErrors = [err100] : vErrors.push(err100), errors++;
                  }
                  for (let key13 in data12)
                    if (!(key13 === "kind" || key13 === "labels")) {
                      let err101 = { instancePath: instancePath + "/steps/" + i0, keyword: "additionalProperties", params: { additionalProperty: key13 } };
                      vErrors === null ? vErrors = [err101] : vErrors.push(err101), errors++;
                    }
                  if (data12.kind !== void 0) {
                    let data32 = data12.kind;
                    if (typeof data32 != "string") {
                      let err102 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err102] : vErrors.push(err102), errors++;
                    }
                    if (data32 !== "label") {
                      let err103 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "enum", params: { allowedValues: schema11.properties.steps.items.oneOf[6].properties.kind.enum } };
                      vErrors === null ? vErrors = [err103] : vErrors.push(err103), errors++;
                    }
                  }
                  if (data12.labels !== void 0) {
                    let data33 = data12.labels;
                    if (data33 && typeof data33 == "object" && !Array.isArray(data33)) {
                      for (let key14 in data33) {
                        let _errs107 = errors;
                        if (typeof key14 == "string" && !pattern5.test(key14)) {
                          let err104 = { instancePath: instancePath + "/steps/" + i0 + "/labels", keyword: "pattern", params: { pattern: "^(?!stowage\\.)[^=\\s]+$" }, propertyName: key14 };
                          vErrors === null ? vErrors = [err104] : vErrors.push(err104), errors++;
                        }
                        var valid35 = _errs107 === errors;
                        if (!valid35) {
                          let err105 = { instancePath: instancePath + "/steps/" + i0 + "/labels", keyword: "propertyNames", params: { propertyName: key14 } };
                          vErrors === null ? vErrors = [err105] : vErrors.push(err105), errors++;
                        }
                      }
                      for (let key15 in data33)
                        if (typeof data33[key15] != "string") {
                          let err106 = { instancePath: instancePath + "/steps/" + i0 + "/labels/" + key15.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
                          vErrors === null ? vErrors = [err106] : vErrors.push(err106), errors++;
                        }
                    } else {
                      let err107 = { instancePath: instancePath + "/steps/" + i0 + "/labels", keyword: "type", params: { type: "object" } };
                      vErrors === null ? vErrors = [err107] : vErrors.push(err107), errors++;
                    }
                  }
                } else {
                  let err108 = { instancePath: instancePath + "/steps/" + i0, keyword: "type", params: { type: "object" } };
                  vErrors === null ? vErrors = [err108] : vErrors.push(err108), errors++;
                }
              else {
                let err109 = { instancePath: instancePath + "/steps/" + i0, keyword: "discriminator", params: { error: "mapping", tag: "kind", tagValue: tag1 } };
                vErrors === null ? vErrors = [err109] : vErrors.push(err109), errors++;
              }
            else {
              let err110 = { instancePath: instancePath + "/steps/" + i0, keyword: "discriminator", params: { error: "tag", tag: "kind", tagValue: tag1 } };
              vErrors === null ? vErrors = [err110] : vErrors.push(err110), errors++;
            }
          } else {
            let err111 = { instancePath: instancePath + "/steps/" + i0, keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err111] : vErrors.push(err111), errors++;
          }
        }
      } else {
        let err112 = { instancePath: instancePath + "/steps", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err112] : vErrors.push(err112), errors++;
      }
    }
    if (data.env !== void 0) {
      let data35 = data.env;
      if (data35 && typeof data35 == "object" && !Array.isArray(data35)) {
        for (let key16 in data35) {
          let _errs113 = errors;
          if (typeof key16 == "string" && !pattern3.test(key16)) {
            let err113 = { instancePath: instancePath + "/env", keyword: "pattern", params: { pattern: "^[^=\\0\\s]+$" }, propertyName: key16 };
            vErrors === null ? vErrors = [err113] : vErrors.push(err113), errors++;
          }
          var valid37 = _errs113 === errors;
          if (!valid37) {
            let err114 = { instancePath: instancePath + "/env", keyword: "propertyNames", params: { propertyName: key16 } };
            vErrors === null ? vErrors = [err114] : vErrors.push(err114), errors++;
          }
        }
        for (let key17 in data35)
          if (typeof data35[key17] != "string") {
            let err115 = { instancePath: instancePath + "/env/" + key17.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err115] : vErrors.push(err115), errors++;
          }
      } else {
        let err116 = { instancePath: instancePath + "/env", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err116] : vErrors.push(err116), errors++;
      }
    }
    if (data.workdir !== void 0) {
      let data37 = data.workdir;
      if (typeof data37 == "string") {
        if (func3(data37) < 1) {
          let err117 = { instancePath: instancePath + "/workdir", keyword: "minLength", params: { limit: 1 } };
          vErrors === null ? vErrors = [err117] : vErrors.push(err117), errors++;
        }
      } else {
        let err118 = { instancePath: instancePath + "/workdir", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err118] : vErrors.push(err118), errors++;
      }
    }
    if (data.user !== void 0) {
      let data38 = data.user;
      if (typeof data38 == "string") {
        if (func3(data38) < 1) {
          let err119 = { instancePath: instancePath + "/user", keyword: "minLength", params: { limit: 1 } };
          vErrors === null ? vErrors = [err119] : vErrors.push(err119), errors++;
        }
      } else {
        let err120 = { instancePath: instancePath + "/user", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err120] : vErrors.push(err120), errors++;
      }
    }
    if (data.expose !== void 0) {
      let data39 = data.expose;
      if (Array.isArray(data39)) {
        let len4 = data39.length;
        for (let i4 = 0; i4 < len4; i4++) {
          let data40 = data39[i4];
          if (typeof data40 == "string") {
            if (!pattern4.test(data40)) {
              let err121 = { instancePath: instancePath + "/expose/" + i4, keyword: "pattern", params: { pattern: "^(?:[1-9]\\d{0,4})/(?:tcp|udp)$" } };
              vErrors === null ? vErrors = [err121] : vErrors.push(err121), errors++;
            }
          } else {
            let err122 = { instancePath: instancePath + "/expose/" + i4, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err122] : vErrors.push(err122), errors++;
          }
        }
      } else {
        let err123 = { instancePath: instancePath + "/expose", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err123] : vErrors.push(err123), errors++;
      }
    }
    if (data.entrypoint !== void 0) {
      let data41 = data.entrypoint;
      if (Array.isArray(data41)) {
        let len5 = data41.length;
        for (let i5 = 0; i5 < len5; i5++)
          if (typeof data41[i5] != "string") {
            let err124 = { instancePath: instancePath + "/entrypoint/" + i5, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err124] : vErrors.push(err124), errors++;
          }
      } else {
        let err125 = { instancePath: instancePath + "/entrypoint", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err125] : vErrors.push(err125), errors++;
      }
    }
    if (data.command !== void 0) {
      let data43 = data.command;
      if (Array.isArray(data43)) {
        let len6 = data43.length;
        for (let i6 = 0; i6 < len6; i6++)
          if (typeof data43[i6] != "string") {
            let err126 = { instancePath: instancePath + "/command/" + i6, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err126] : vErrors.push(err126), errors++;
          }
      } else {
        let err127 = { instancePath: instancePath + "/command", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err127] : vErrors.push(err127), errors++;
      }
    }
    if (data.stop_signal !== void 0) {
      let data45 = data.stop_signal;
      if (typeof data45 == "string") {
        if (!pattern8.test(data45)) {
          let err128 = { instancePath: instancePath + "/stop_signal", keyword: "pattern", params: { pattern: "^SIG[A-Z0-9+]+$" } };
          vErrors === null ? vErrors = [err128] : vErrors.push(err128), errors++;
        }
      } else {
        let err129 = { instancePath: instancePath + "/stop_signal", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err129] : vErrors.push(err129), errors++;
      }
    }
    if (data.labels !== void 0) {
      let data46 = data.labels;
      if (data46 && typeof data46 == "object" && !Array.isArray(data46)) {
        for (let key18 in data46) {
          let _errs137 = errors;
          if (typeof key18 == "string" && !pattern5.test(key18)) {
            let err130 = { instancePath: instancePath + "/labels", keyword: "pattern", params: { pattern: "^(?!stowage\\.)[^=\\s]+$" }, propertyName: key18 };
            vErrors === null ? vErrors = [err130] : vErrors.push(err130), errors++;
          }
          var valid45 = _errs137 === errors;
          if (!valid45) {
            let err131 = { instancePath: instancePath + "/labels", keyword: "propertyNames", params: { propertyName: key18 } };
            vErrors === null ? vErrors = [err131] : vErrors.push(err131), errors++;
          }
        }
        for (let key19 in data46)
          if (typeof data46[key19] != "string") {
            let err132 = { instancePath: instancePath + "/labels/" + key19.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err132] : vErrors.push(err132), errors++;
          }
      } else {
        let err133 = { instancePath: instancePath + "/labels", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err133] : vErrors.push(err133), errors++;
      }
    }
  } else {
    let err134 = { instancePath, keyword: "type", params: { type: "object" } };
    vErrors === null ? vErrors = [err134] : vErrors.push(err134), errors++;
  }
  return validate10.errors = vErrors, errors === 0;
}
var validate_volume = validate11;
var pattern10 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_.-]+$", "u");
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === void 0) {
      let err0 = { instancePath, keyword: "required", params: { missingProperty: "name" } };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    for (let key0 in data)
      if (!(key0 === "name" || key0 === "labels")) {
        let err1 = { instancePath, keyword: "additionalProperties", params: { additionalProperty: key0 } };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
    if (data.name !== void 0) {
      let data0 = data.name;
      if (typeof data0 == "string") {
        if (!pattern10.test(data0)) {
          let err2 = { instancePath: instancePath + "/name", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]+$" } };
          vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
        }
      } else {
        let err3 = { instancePath: instancePath + "/name", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
    }
    if (data.labels !== void 0) {
      let data1 = data.labels;
      if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
        for (let key1 in data1) {
          let _errs6 = errors;
          if (typeof key1 == "string" && !pattern5.test(key1)) {
            let err4 = { instancePath: instancePath + "/labels", keyword: "pattern", params: { pattern: "^(?!stowage\\.)[^=\\s]+$" }, propertyName: key1 };
            vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
          }
          var valid1 = _errs6 === errors;
          if (!valid1) {
            let err5 = { instancePath: instancePath + "/labels", keyword: "propertyNames", params: { propertyName: key1 } };
            vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
          }
        }
        for (let key2 in data1)
          if (typeof data1[key2] != "string") {
            let err6 = { instancePath: instancePath + "/labels/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
          }
      } else {
        let err7 = { instancePath: instancePath + "/labels", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
      }
    }
  } else {
    let err8 = { instancePath, keyword: "type", params: { type: "object" } };
    vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
  }
  return validate11.errors = vErrors, errors === 0;
}
var validate_network = validate12;
var pattern13 = new RegExp("^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}/(?:[89]|[12]\\d|30)$", "u"), pattern14 = new RegExp("^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$", "u");
function validate12(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === void 0) {
      let err0 = { instancePath, keyword: "required", params: { missingProperty: "name" } };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    for (let key0 in data)
      if (!(key0 === "name" || key0 === "internal" || key0 === "subnet" || key0 === "gateway" || key0 === "labels")) {
        let err1 = { instancePath, keyword: "additionalProperties", params: { additionalProperty: key0 } };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
    if (data.name !== void 0) {
      let data0 = data.name;
      if (typeof data0 == "string") {
        if (!pattern10.test(data0)) {
          let err2 = { instancePath: instancePath + "/name", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]+$" } };
          vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
        }
      } else {
        let err3 = { instancePath: instancePath + "/name", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
    }
    if (data.internal !== void 0 && typeof data.internal != "boolean") {
      let err4 = { instancePath: instancePath + "/internal", keyword: "type", params: { type: "boolean" } };
      vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
    }
    if (data.subnet !== void 0) {
      let data2 = data.subnet;
      if (typeof data2 == "string") {
        if (!pattern13.test(data2)) {
          let err5 = { instancePath: instancePath + "/subnet", keyword: "pattern", params: { pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}/(?:[89]|[12]\\d|30)$" } };
          vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
        }
      } else {
        let err6 = { instancePath: instancePath + "/subnet", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
      }
    }
    if (data.gateway !== void 0) {
      let data3 = data.gateway;
      if (typeof data3 == "string") {
        if (!pattern14.test(data3)) {
          let err7 = { instancePath: instancePath + "/gateway", keyword: "pattern", params: { pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$" } };
          vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
        }
      } else {
        let err8 = { instancePath: instancePath + "/gateway", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
      }
    }
    if (data.labels !== void 0) {
      let data4 = data.labels;
      if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
        for (let key1 in data4) {
          let _errs12 = errors;
          if (typeof key1 == "string" && !pattern5.test(key1)) {
            let err9 = { instancePath: instancePath + "/labels", keyword: "pattern", params: { pattern: "^(?!stowage\\.)[^=\\s]+$" }, propertyName: key1 };
            vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
          }
          var valid1 = _errs12 === errors;
          if (!valid1) {
            let err10 = { instancePath: instancePath + "/labels", keyword: "propertyNames", params: { propertyName: key1 } };
            vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
          }
        }
        for (let key2 in data4)
          if (typeof data4[key2] != "string") {
            let err11 = { instancePath: instancePath + "/labels/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
          }
      } else {
        let err12 = { instancePath: instancePath + "/labels", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
      }
    }
  } else {
    let err13 = { instancePath, keyword: "type", params: { type: "object" } };
    vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
  }
  return validate12.errors = vErrors, errors === 0;
}
var validate_container = validate13, schema14 = { type: "object", properties: { name: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]+$" }, image: { type: "string", minLength: 1 }, command: { type: "array", minItems: 1, items: { type: "string" } }, entrypoint: { type: "array", minItems: 1, items: { type: "string" } }, env: { type: "object", additionalProperties: { type: "string" }, propertyNames: { pattern: "^[^=\\0\\s]+$" } }, user: { type: "string", minLength: 1 }, workdir: { type: "string", pattern: "^/" }, hostname: { type: "string", pattern: "^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$" }, labels: { type: "object", additionalProperties: { type: "string" }, propertyNames: { pattern: "^(?!stowage\\.)[^=\\s]+$" } }, mounts: { type: "array", items: { type: "object", properties: { type: { type: "string", enum: ["volume", "bind"] }, source: { type: "string", minLength: 1 }, target: { type: "string", pattern: "^/" }, read_only: { type: "boolean" } }, required: ["type", "source", "target"], additionalProperties: !1 } }, tmpfs: { type: "object", propertyNames: { pattern: "^/" }, additionalProperties: { type: "object", properties: { size: { type: "integer", minimum: 4096 }, mode: { type: "string", pattern: "^[0-7]{3,4}$" } }, required: [], additionalProperties: !1 } }, configs: { type: "array", items: { type: "object", properties: { content: { type: "string" }, target: { type: "string", pattern: "^(?:/[^/:\0]+)+$" }, uid: { type: "integer", minimum: 0, maximum: 2147483647 }, gid: { type: "integer", minimum: 0, maximum: 2147483647 }, mode: { type: "string", pattern: "^0?[0-7]{3}$" } }, required: ["content", "target"], additionalProperties: !1 } }, secrets: { type: "array", items: { type: "object", properties: { content: { type: "string" }, target: { type: "string", pattern: "^(?:/[^/:\0]+)+$" }, uid: { type: "integer", minimum: 0, maximum: 2147483647 }, gid: { type: "integer", minimum: 0, maximum: 2147483647 }, mode: { type: "string", pattern: "^0?[0-7]{3}$" } }, required: ["content", "target"], additionalProperties: !1 } }, ports: { type: "array", items: { type: "object", properties: { host_ip: { type: "string", pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$" }, host: { type: "integer", minimum: 1, maximum: 65535 }, container: { type: "integer", minimum: 1, maximum: 65535 }, protocol: { type: "string", enum: ["tcp", "udp"] } }, required: ["host", "container"], additionalProperties: !1 } }, networks: { type: "object", additionalProperties: { type: "object", properties: { aliases: { type: "array", items: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]*$" } }, ipv4: { type: "string", pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$" } }, required: [], additionalProperties: !1 } }, restart: { type: "object", properties: { policy: { type: "string", enum: ["no", "on-failure", "always", "unless-stopped"] }, max_retries: { type: "integer", minimum: 1 } }, required: ["policy"], additionalProperties: !1 }, memory: { type: "integer", minimum: 6291456 }, cpus: { type: "number", minimum: 0.01 }, pids: { type: "integer", minimum: 1 }, read_only: { type: "boolean" }, cap_add: { type: "array", items: { type: "string", pattern: "^(?:ALL|[A-Z][A-Z_]+)$" } }, cap_drop: { type: "array", items: { type: "string", pattern: "^(?:ALL|[A-Z][A-Z_]+)$" } }, no_new_privileges: { type: "boolean" }, seccomp: { type: "string", enum: ["default", "unconfined"] }, stop_signal: { type: "string", pattern: "^SIG[A-Z0-9+]+$" }, stop_timeout: { type: "integer", minimum: 0 }, on_change: { type: "string", enum: ["restart", "signal", "replace", "ignore"] }, reload_signal: { type: "string", pattern: "^SIG[A-Z0-9+]+$" }, init: { type: "boolean" }, health: { type: "object", properties: { test: { type: "array", minItems: 1, items: { type: "string" } }, interval: { type: "integer", minimum: 1 }, timeout: { type: "integer", minimum: 1 }, start_period: { type: "integer", minimum: 0 }, retries: { type: "integer", minimum: 1 } }, required: ["test"], additionalProperties: !1 }, job: { type: "boolean" }, state: { type: "string", enum: ["running", "stopped"] } }, required: ["name", "image"], additionalProperties: !1 }, pattern18 = new RegExp("^/", "u"), pattern19 = new RegExp("^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$", "u"), pattern24 = new RegExp("^(?:/[^/:\0]+)+$", "u"), pattern25 = new RegExp("^0?[0-7]{3}$", "u"), pattern29 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_.-]*$", "u"), pattern31 = new RegExp("^(?:ALL|[A-Z][A-Z_]+)$", "u");
function validate13(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === void 0) {
      let err0 = { instancePath, keyword: "required", params: { missingProperty: "name" } };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    if (data.image === void 0) {
      let err1 = { instancePath, keyword: "required", params: { missingProperty: "image" } };
      vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
    }
    for (let key0 in data)
      if (!func2.call(schema14.properties, key0)) {
        let err2 = { instancePath, keyword: "additionalProperties", params: { additionalProperty: key0 } };
        vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
      }
    if (data.name !== void 0) {
      let data0 = data.name;
      if (typeof data0 == "string") {
        if (!pattern10.test(data0)) {
          let err3 = { instancePath: instancePath + "/name", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]+$" } };
          vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
        }
      } else {
        let err4 = { instancePath: instancePath + "/name", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
      }
    }
    if (data.image !== void 0) {
      let data1 = data.image;
      if (typeof data1 == "string") {
        if (func3(data1) < 1) {
          let err5 = { instancePath: instancePath + "/image", keyword: "minLength", params: { limit: 1 } };
          vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
        }
      } else {
        let err6 = { instancePath: instancePath + "/image", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
      }
    }
    if (data.command !== void 0) {
      let data2 = data.command;
      if (Array.isArray(data2)) {
        if (data2.length < 1) {
          let err7 = { instancePath: instancePath + "/command", keyword: "minItems", params: { limit: 1 } };
          vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
        }
        let len0 = data2.length;
        for (let i0 = 0; i0 < len0; i0++)
          if (typeof data2[i0] != "string") {
            let err8 = { instancePath: instancePath + "/command/" + i0, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
          }
      } else {
        let err9 = { instancePath: instancePath + "/command", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
      }
    }
    if (data.entrypoint !== void 0) {
      let data4 = data.entrypoint;
      if (Array.isArray(data4)) {
        if (data4.length < 1) {
          let err10 = { instancePath: instancePath + "/entrypoint", keyword: "minItems", params: { limit: 1 } };
          vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
        }
        let len1 = data4.length;
        for (let i1 = 0; i1 < len1; i1++)
          if (typeof data4[i1] != "string") {
            let err11 = { instancePath: instancePath + "/entrypoint/" + i1, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
          }
      } else {
        let err12 = { instancePath: instancePath + "/entrypoint", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
      }
    }
    if (data.env !== void 0) {
      let data6 = data.env;
      if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
        for (let key1 in data6) {
          let _errs16 = errors;
          if (typeof key1 == "string" && !pattern3.test(key1)) {
            let err13 = { instancePath: instancePath + "/env", keyword: "pattern", params: { pattern: "^[^=\\0\\s]+$" }, propertyName: key1 };
            vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
          }
          var valid5 = _errs16 === errors;
          if (!valid5) {
            let err14 = { instancePath: instancePath + "/env", keyword: "propertyNames", params: { propertyName: key1 } };
            vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
          }
        }
        for (let key2 in data6)
          if (typeof data6[key2] != "string") {
            let err15 = { instancePath: instancePath + "/env/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
          }
      } else {
        let err16 = { instancePath: instancePath + "/env", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
      }
    }
    if (data.user !== void 0) {
      let data8 = data.user;
      if (typeof data8 == "string") {
        if (func3(data8) < 1) {
          let err17 = { instancePath: instancePath + "/user", keyword: "minLength", params: { limit: 1 } };
          vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
        }
      } else {
        let err18 = { instancePath: instancePath + "/user", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
      }
    }
    if (data.workdir !== void 0) {
      let data9 = data.workdir;
      if (typeof data9 == "string") {
        if (!pattern18.test(data9)) {
          let err19 = { instancePath: instancePath + "/workdir", keyword: "pattern", params: { pattern: "^/" } };
          vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
        }
      } else {
        let err20 = { instancePath: instancePath + "/workdir", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
      }
    }
    if (data.hostname !== void 0) {
      let data10 = data.hostname;
      if (typeof data10 == "string") {
        if (!pattern19.test(data10)) {
          let err21 = { instancePath: instancePath + "/hostname", keyword: "pattern", params: { pattern: "^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$" } };
          vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
        }
      } else {
        let err22 = { instancePath: instancePath + "/hostname", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
      }
    }
    if (data.labels !== void 0) {
      let data11 = data.labels;
      if (data11 && typeof data11 == "object" && !Array.isArray(data11)) {
        for (let key3 in data11) {
          let _errs28 = errors;
          if (typeof key3 == "string" && !pattern5.test(key3)) {
            let err23 = { instancePath: instancePath + "/labels", keyword: "pattern", params: { pattern: "^(?!stowage\\.)[^=\\s]+$" }, propertyName: key3 };
            vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
          }
          var valid7 = _errs28 === errors;
          if (!valid7) {
            let err24 = { instancePath: instancePath + "/labels", keyword: "propertyNames", params: { propertyName: key3 } };
            vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
          }
        }
        for (let key4 in data11)
          if (typeof data11[key4] != "string") {
            let err25 = { instancePath: instancePath + "/labels/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
          }
      } else {
        let err26 = { instancePath: instancePath + "/labels", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
      }
    }
    if (data.mounts !== void 0) {
      let data13 = data.mounts;
      if (Array.isArray(data13)) {
        let len2 = data13.length;
        for (let i2 = 0; i2 < len2; i2++) {
          let data14 = data13[i2];
          if (data14 && typeof data14 == "object" && !Array.isArray(data14)) {
            if (data14.type === void 0) {
              let err27 = { instancePath: instancePath + "/mounts/" + i2, keyword: "required", params: { missingProperty: "type" } };
              vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
            }
            if (data14.source === void 0) {
              let err28 = { instancePath: instancePath + "/mounts/" + i2, keyword: "required", params: { missingProperty: "source" } };
              vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
            }
            if (data14.target === void 0) {
              let err29 = { instancePath: instancePath + "/mounts/" + i2, keyword: "required", params: { missingProperty: "target" } };
              vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
            }
            for (let key5 in data14)
              if (!(key5 === "type" || key5 === "source" || key5 === "target" || key5 === "read_only")) {
                let err30 = { instancePath: instancePath + "/mounts/" + i2, keyword: "additionalProperties", params: { additionalProperty: key5 } };
                vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
              }
            if (data14.type !== void 0) {
              let data15 = data14.type;
              if (typeof data15 != "string") {
                let err31 = { instancePath: instancePath + "/mounts/" + i2 + "/type", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
              }
              if (!(data15 === "volume" || data15 === "bind")) {
                let err32 = { instancePath: instancePath + "/mounts/" + i2 + "/type", keyword: "enum", params: { allowedValues: schema14.properties.mounts.items.properties.type.enum } };
                vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
              }
            }
            if (data14.source !== void 0) {
              let data16 = data14.source;
              if (typeof data16 == "string") {
                if (func3(data16) < 1) {
                  let err33 = { instancePath: instancePath + "/mounts/" + i2 + "/source", keyword: "minLength", params: { limit: 1 } };
                  vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
                }
              } else {
                let err34 = { instancePath: instancePath + "/mounts/" + i2 + "/source", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
              }
            }
            if (data14.target !== void 0) {
              let data17 = data14.target;
              if (typeof data17 == "string") {
                if (!pattern18.test(data17)) {
                  let err35 = { instancePath: instancePath + "/mounts/" + i2 + "/target", keyword: "pattern", params: { pattern: "^/" } };
                  vErrors === null ? vErrors = [err35] : vErrors.push(err35), errors++;
                }
              } else {
                let err36 = { instancePath: instancePath + "/mounts/" + i2 + "/target", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err36] : vErrors.push(err36), errors++;
              }
            }
            if (data14.read_only !== void 0 && typeof data14.read_only != "boolean") {
              let err37 = { instancePath: instancePath + "/mounts/" + i2 + "/read_only", keyword: "type", params: { type: "boolean" } };
              vErrors === null ? vErrors = [err37] : vErrors.push(err37), errors++;
            }
          } else {
            let err38 = { instancePath: instancePath + "/mounts/" + i2, keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err38] : vErrors.push(err38), errors++;
          }
        }
      } else {
        let err39 = { instancePath: instancePath + "/mounts", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err39] : vErrors.push(err39), errors++;
      }
    }
    if (data.tmpfs !== void 0) {
      let data19 = data.tmpfs;
      if (data19 && typeof data19 == "object" && !Array.isArray(data19)) {
        for (let key6 in data19) {
          let _errs47 = errors;
          if (typeof key6 == "string" && !pattern18.test(key6)) {
            let err40 = { instancePath: instancePath + "/tmpfs", keyword: "pattern", params: { pattern: "^/" }, propertyName: key6 };
            vErrors === null ? vErrors = [err40] : vErrors.push(err40), errors++;
          }
          var valid12 = _errs47 === errors;
          if (!valid12) {
            let err41 = { instancePath: instancePath + "/tmpfs", keyword: "propertyNames", params: { propertyName: key6 } };
            vErrors === null ? vErrors = [err41] : vErrors.push(err41), errors++;
          }
        }
        for (let key7 in data19) {
          let data20 = data19[key7];
          if (data20 && typeof data20 == "object" && !Array.isArray(data20)) {
            for (let key8 in data20)
              if (!(key8 === "size" || key8 === "mode")) {
                let err42 = { instancePath: instancePath + "/tmpfs/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "additionalProperties", params: { additionalProperty: key8 } };
                vErrors === null ? vErrors = [err42] : vErrors.push(err42), errors++;
              }
            if (data20.size !== void 0) {
              let data21 = data20.size;
              if (!(typeof data21 == "number" && !(data21 % 1) && !isNaN(data21) && isFinite(data21))) {
                let err43 = { instancePath: instancePath + "/tmpfs/" + key7.replace(/~/g, "~0").replace(/\//g, "~1") + "/size", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err43] : vErrors.push(err43), errors++;
              }
              if (typeof data21 == "number" && isFinite(data21) && (data21 < 4096 || isNaN(data21))) {
                let err44 = { instancePath: instancePath + "/tmpfs/" + key7.replace(/~/g, "~0").replace(/\//g, "~1") + "/size", keyword: "minimum", params: { comparison: ">=", limit: 4096 } };
                vErrors === null ? vErrors = [err44] : vErrors.push(err44), errors++;
              }
            }
            if (data20.mode !== void 0) {
              let data22 = data20.mode;
              if (typeof data22 == "string") {
                if (!pattern2.test(data22)) {
                  let err45 = { instancePath: instancePath + "/tmpfs/" + key7.replace(/~/g, "~0").replace(/\//g, "~1") + "/mode", keyword: "pattern", params: { pattern: "^[0-7]{3,4}$" } };
                  vErrors === null ? vErrors = [err45] : vErrors.push(err45), errors++;
                }
              } else {
                let err46 = { instancePath: instancePath + "/tmpfs/" + key7.replace(/~/g, "~0").replace(/\//g, "~1") + "/mode", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err46] : vErrors.push(err46), errors++;
              }
            }
          } else {
            let err47 = { instancePath: instancePath + "/tmpfs/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err47] : vErrors.push(err47), errors++;
          }
        }
      } else {
        let err48 = { instancePath: instancePath + "/tmpfs", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err48] : vErrors.push(err48), errors++;
      }
    }
    if (data.configs !== void 0) {
      let data23 = data.configs;
      if (Array.isArray(data23)) {
        let len3 = data23.length;
        for (let i3 = 0; i3 < len3; i3++) {
          let data24 = data23[i3];
          if (data24 && typeof data24 == "object" && !Array.isArray(data24)) {
            if (data24.content === void 0) {
              let err49 = { instancePath: instancePath + "/configs/" + i3, keyword: "required", params: { missingProperty: "content" } };
              vErrors === null ? vErrors = [err49] : vErrors.push(err49), errors++;
            }
            if (data24.target === void 0) {
              let err50 = { instancePath: instancePath + "/configs/" + i3, keyword: "required", params: { missingProperty: "target" } };
              vErrors === null ? vErrors = [err50] : vErrors.push(err50), errors++;
            }
            for (let key9 in data24)
              if (!(key9 === "content" || key9 === "target" || key9 === "uid" || key9 === "gid" || key9 === "mode")) {
                let err51 = { instancePath: instancePath + "/configs/" + i3, keyword: "additionalProperties", params: { additionalProperty: key9 } };
                vErrors === null ? vErrors = [err51] : vErrors.push(err51), errors++;
              }
            if (data24.content !== void 0 && typeof data24.content != "string") {
              let err52 = { instancePath: instancePath + "/configs/" + i3 + "/content", keyword: "type", params: { type: "string" } };
              vErrors === null ? vErrors = [err52] : vErrors.push(err52), errors++;
            }
            if (data24.target !== void 0) {
              let data26 = data24.target;
              if (typeof data26 == "string") {
                if (!pattern24.test(data26)) {
                  let err53 = { instancePath: instancePath + "/configs/" + i3 + "/target", keyword: "pattern", params: { pattern: "^(?:/[^/:\0]+)+$" } };
                  vErrors === null ? vErrors = [err53] : vErrors.push(err53), errors++;
                }
              } else {
                let err54 = { instancePath: instancePath + "/configs/" + i3 + "/target", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err54] : vErrors.push(err54), errors++;
              }
            }
            if (data24.uid !== void 0) {
              let data27 = data24.uid;
              if (!(typeof data27 == "number" && !(data27 % 1) && !isNaN(data27) && isFinite(data27))) {
                let err55 = { instancePath: instancePath + "/configs/" + i3 + "/uid", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err55] : vErrors.push(err55), errors++;
              }
              if (typeof data27 == "number" && isFinite(data27)) {
                if (data27 > 2147483647 || isNaN(data27)) {
                  let err56 = { instancePath: instancePath + "/configs/" + i3 + "/uid", keyword: "maximum", params: { comparison: "<=", limit: 2147483647 } };
                  vErrors === null ? vErrors = [err56] : vErrors.push(err56), errors++;
                }
                if (data27 < 0 || isNaN(data27)) {
                  let err57 = { instancePath: instancePath + "/configs/" + i3 + "/uid", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
                  vErrors === null ? vErrors = [err57] : vErrors.push(err57), errors++;
                }
              }
            }
            if (data24.gid !== void 0) {
              let data28 = data24.gid;
              if (!(typeof data28 == "number" && !(data28 % 1) && !isNaN(data28) && isFinite(data28))) {
                let err58 = { instancePath: instancePath + "/configs/" + i3 + "/gid", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err58] : vErrors.push(err58), errors++;
              }
              if (typeof data28 == "number" && isFinite(data28)) {
                if (data28 > 2147483647 || isNaN(data28)) {
                  let err59 = { instancePath: instancePath + "/configs/" + i3 + "/gid", keyword: "maximum", params: { comparison: "<=", limit: 2147483647 } };
                  vErrors === null ? vErrors = [err59] : vErrors.push(err59), errors++;
                }
                if (data28 < 0 || isNaN(data28)) {
                  let err60 = { instancePath: instancePath + "/configs/" + i3 + "/gid", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
                  vErrors === null ? vErrors = [err60] : vErrors.push(err60), errors++;
                }
              }
            }
            if (data24.mode !== void 0) {
              let data29 = data24.mode;
              if (typeof data29 == "string") {
                if (!pattern25.test(data29)) {
                  let err61 = { instancePath: instancePath + "/configs/" + i3 + "/mode", keyword: "pattern", params: { pattern: "^0?[0-7]{3}$" } };
                  vErrors === null ? vErrors = [err61] : vErrors.push(err61), errors++;
                }
              } else {
                let err62 = { instancePath: instancePath + "/configs/" + i3 + "/mode", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err62] : vErrors.push(err62), errors++;
              }
            }
          } else {
            let err63 = { instancePath: instancePath + "/configs/" + i3, keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err63] : vErrors.push(err63), errors++;
          }
        }
      } else {
        let err64 = { instancePath: instancePath + "/configs", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err64] : vErrors.push(err64), errors++;
      }
    }
    if (data.secrets !== void 0) {
      let data30 = data.secrets;
      if (Array.isArray(data30)) {
        let len4 = data30.length;
        for (let i4 = 0; i4 < len4; i4++) {
          let data31 = data30[i4];
          if (data31 && typeof data31 == "object" && !Array.isArray(data31)) {
            if (data31.content === void 0) {
              let err65 = { instancePath: instancePath + "/secrets/" + i4, keyword: "required", params: { missingProperty: "content" } };
              vErrors === null ? vErrors = [err65] : vErrors.push(err65), errors++;
            }
            if (data31.target === void 0) {
              let err66 = { instancePath: instancePath + "/secrets/" + i4, keyword: "required", params: { missingProperty: "target" } };
              vErrors === null ? vErrors = [err66] : vErrors.push(err66), errors++;
            }
            for (let key10 in data31)
              if (!(key10 === "content" || key10 === "target" || key10 === "uid" || key10 === "gid" || key10 === "mode")) {
                let err67 = { instancePath: instancePath + "/secrets/" + i4, keyword: "additionalProperties", params: { additionalProperty: key10 } };
                vErrors === null ? vErrors = [err67] : vErrors.push(err67), errors++;
              }
            if (data31.content !== void 0 && typeof data31.content != "string") {
              let err68 = { instancePath: instancePath + "/secrets/" + i4 + "/content", keyword: "type", params: { type: "string" } };
              vErrors === null ? vErrors = [err68] : vErrors.push(err68), errors++;
            }
            if (data31.target !== void 0) {
              let data33 = data31.target;
              if (typeof data33 == "string") {
                if (!pattern24.test(data33)) {
                  let err69 = { instancePath: instancePath + "/secrets/" + i4 + "/target", keyword: "pattern", params: { pattern: "^(?:/[^/:\0]+)+$" } };
                  vErrors === null ? vErrors = [err69] : vErrors.push(err69), errors++;
                }
              } else {
                let err70 = { instancePath: instancePath + "/secrets/" + i4 + "/target", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err70] : vErrors.push(err70), errors++;
              }
            }
            if (data31.uid !== void 0) {
              let data34 = data31.uid;
              if (!(typeof data34 == "number" && !(data34 % 1) && !isNaN(data34) && isFinite(data34))) {
                let err71 = { instancePath: instancePath + "/secrets/" + i4 + "/uid", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err71] : vErrors.push(err71), errors++;
              }
              if (typeof data34 == "number" && isFinite(data34)) {
                if (data34 > 2147483647 || isNaN(data34)) {
                  let err72 = { instancePath: instancePath + "/secrets/" + i4 + "/uid", keyword: "maximum", params: { comparison: "<=", limit: 2147483647 } };
                  vErrors === null ? vErrors = [err72] : vErrors.push(err72), errors++;
                }
                if (data34 < 0 || isNaN(data34)) {
                  let err73 = { instancePath: instancePath + "/secrets/" + i4 + "/uid", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
                  vErrors === null ? vErrors = [err73] : vErrors.push(err73), errors++;
                }
              }
            }
            if (data31.gid !== void 0) {
              let data35 = data31.gid;
              if (!(typeof data35 == "number" && !(data35 % 1) && !isNaN(data35) && isFinite(data35))) {
                let err74 = { instancePath: instancePath + "/secrets/" + i4 + "/gid", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err74] : vErrors.push(err74), errors++;
              }
              if (typeof data35 == "number" && isFinite(data35)) {
                if (data35 > 2147483647 || isNaN(data35)) {
                  let err75 = { instancePath: instancePath + "/secrets/" + i4 + "/gid", keyword: "maximum", params: { comparison: "<=", limit: 2147483647 } };
                  vErrors === null ? vErrors = [err75] : vErrors.push(err75), errors++;
                }
                if (data35 < 0 || isNaN(data35)) {
                  let err76 = { instancePath: instancePath + "/secrets/" + i4 + "/gid", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
                  vErrors === null ? vErrors = [err76] : vErrors.push(err76), errors++;
                }
              }
            }
            if (data31.mode !== void 0) {
              let data36 = data31.mode;
              if (typeof data36 == "string") {
                if (!pattern25.test(data36)) {
                  let err77 = { instancePath: instancePath + "/secrets/" + i4 + "/mode", keyword: "pattern", params: { pattern: "^0?[0-7]{3}$" } };
                  vErrors === null ? vErrors = [err77] : vErrors.push(err77), errors++;
                }
              } else {
                let err78 = { instancePath: instancePath + "/secrets/" + i4 + "/mode", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err78] : vErrors.push(err78), errors++;
              }
            }
          } else {
            let err79 = { instancePath: instancePath + "/secrets/" + i4, keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err79] : vErrors.push(err79), errors++;
          }
        }
      } else {
        let err80 = { instancePath: instancePath + "/secrets", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err80] : vErrors.push(err80), errors++;
      }
    }
    if (data.ports !== void 0) {
      let data37 = data.ports;
      if (Array.isArray(data37)) {
        let len5 = data37.length;
        for (let i5 = 0; i5 < len5; i5++) {
          let data38 = data37[i5];
          if (data38 && typeof data38 == "object" && !Array.isArray(data38)) {
            if (data38.host === void 0) {
              let err81 = { instancePath: instancePath + "/ports/" + i5, keyword: "required", params: { missingProperty: "host" } };
              vErrors === null ? vErrors = [err81] : vErrors.push(err81), errors++;
            }
            if (data38.container === void 0) {
              let err82 = { instancePath: instancePath + "/ports/" + i5, keyword: "required", params: { missingProperty: "container" } };
              vErrors === null ? vErrors = [err82] : vErrors.push(err82), errors++;
            }
            for (let key11 in data38)
              if (!(key11 === "host_ip" || key11 === "host" || key11 === "container" || key11 === "protocol")) {
                let err83 = { instancePath: instancePath + "/ports/" + i5, keyword: "additionalProperties", params: { additionalProperty: key11 } };
                vErrors === null ? vErrors = [err83] : vErrors.push(err83), errors++;
              }
            if (data38.host_ip !== void 0) {
              let data39 = data38.host_ip;
              if (typeof data39 == "string") {
                if (!pattern14.test(data39)) {
                  let err84 = { instancePath: instancePath + "/ports/" + i5 + "/host_ip", keyword: "pattern", params: { pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$" } };
                  vErrors === null ? vErrors = [err84] : vErrors.push(err84), errors++;
                }
              } else {
                let err85 = { instancePath: instancePath + "/ports/" + i5 + "/host_ip", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err85] : vErrors.push(err85), errors++;
              }
            }
            if (data38.host !== void 0) {
              let data40 = data38.host;
              if (!(typeof data40 == "number" && !(data40 % 1) && !isNaN(data40) && isFinite(data40))) {
                let err86 = { instancePath: instancePath + "/ports/" + i5 + "/host", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err86] : vErrors.push(err86), errors++;
              }
              if (typeof data40 == "number" && isFinite(data40)) {
                if (data40 > 65535 || isNaN(data40)) {
                  let err87 = { instancePath: instancePath + "/ports/" + i5 + "/host", keyword: "maximum", params: { comparison: "<=", limit: 65535 } };
                  vErrors === null ? vErrors = [err87] : vErrors.push(err87), errors++;
                }
                if (data40 < 1 || isNaN(data40)) {
                  let err88 = { instancePath: instancePath + "/ports/" + i5 + "/host", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
                  vErrors === null ? vErrors = [err88] : vErrors.push(err88), errors++;
                }
              }
            }
            if (data38.container !== void 0) {
              let data41 = data38.container;
              if (!(typeof data41 == "number" && !(data41 % 1) && !isNaN(data41) && isFinite(data41))) {
                let err89 = { instancePath: instancePath + "/ports/" + i5 + "/container", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err89] : vErrors.push(err89), errors++;
              }
              if (typeof data41 == "number" && isFinite(data41)) {
                if (data41 > 65535 || isNaN(data41)) {
                  let err90 = { instancePath: instancePath + "/ports/" + i5 + "/container", keyword: "maximum", params: { comparison: "<=", limit: 65535 } };
                  vErrors === null ? vErrors = [err90] : vErrors.push(err90), errors++;
                }
                if (data41 < 1 || isNaN(data41)) {
                  let err91 = { instancePath: instancePath + "/ports/" + i5 + "/container", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
                  vErrors === null ? vErrors = [err91] : vErrors.push(err91), errors++;
                }
              }
            }
            if (data38.protocol !== void 0) {
              let data42 = data38.protocol;
              if (typeof data42 != "string") {
                let err92 = { instancePath: instancePath + "/ports/" + i5 + "/protocol", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err92] : vErrors.push(err92), errors++;
              }
              if (!(data42 === "tcp" || data42 === "udp")) {
                let err93 = { instancePath: instancePath + "/ports/" + i5 + "/protocol", keyword: "enum", params: { allowedValues: schema14.properties.ports.items.properties.protocol.enum } };
                vErrors === null ? vErrors = [err93] : vErrors.push(err93), errors++;
              }
            }
          } else {
            let err94 = { instancePath: instancePath + "/ports/" + i5, keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err94] : vErrors.push(err94), errors++;
          }
        }
      } else {
        let err95 = { instancePath: instancePath + "/ports", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err95] : vErrors.push(err95), errors++;
      }
    }
    if (data.networks !== void 0) {
      let data43 = data.networks;
      if (data43 && typeof data43 == "object" && !Array.isArray(data43))
        for (let key12 in data43) {
          let data44 = data43[key12];
          if (data44 && typeof data44 == "object" && !Array.isArray(data44)) {
            for (let key13 in data44)
              if (!(key13 === "aliases" || key13 === "ipv4")) {
                let err96 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "additionalProperties", params: { additionalProperty: key13 } };
                vErrors === null ? vErrors = [err96] : vErrors.push(err96), errors++;
              }
            if (data44.aliases !== void 0) {
              let data45 = data44.aliases;
              if (Array.isArray(data45)) {
                let len6 = data45.length;
                for (let i6 = 0; i6 < len6; i6++) {
                  let data46 = data45[i6];
                  if (typeof data46 == "string") {
                    if (!pattern29.test(data46)) {
                      let err97 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/aliases/" + i6, keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]*$" } };
                      vErrors === null ? vErrors = [err97] : vErrors.push(err97), errors++;
                    }
                  } else {
                    let err98 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/aliases/" + i6, keyword: "type", params: { type: "string" } };
                    vErrors === null ? vErrors = [err98] : vErrors.push(err98), errors++;
                  }
                }
              } else {
                let err99 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/aliases", keyword: "type", params: { type: "array" } };
                vErrors === null ? vErrors = [err99] : vErrors.push(err99), errors++;
              }
            }
            if (data44.ipv4 !== void 0) {
              let data47 = data44.ipv4;
              if (typeof data47 == "string") {
                if (!pattern14.test(data47)) {
                  let err100 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/ipv4", keyword: "pattern", params: { pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$" } };
                  vErrors === null ? vErrors = [err100] : vErrors.push(err100), errors++;
                }
              } else {
                let err101 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/ipv4", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err101] : vErrors.push(err101), errors++;
              }
            }
          } else {
            let err102 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err102] : vErrors.push(err102), errors++;
          }
        }
      else {
        let err103 = { instancePath: instancePath + "/networks", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err103] : vErrors.push(err103), errors++;
      }
    }
    if (data.restart !== void 0) {
      let data48 = data.restart;
      if (data48 && typeof data48 == "object" && !Array.isArray(data48)) {
        if (data48.policy === void 0) {
          let err104 = { instancePath: instancePath + "/restart", keyword: "required", params: { missingProperty: "policy" } };
          vErrors === null ? vErrors = [err104] : vErrors.push(err104), errors++;
        }
        for (let key14 in data48)
          if (!(key14 === "policy" || key14 === "max_retries")) {
            let err105 = { instancePath: instancePath + "/restart", keyword: "additionalProperties", params: { additionalProperty: key14 } };
            vErrors === null ? vErrors = [err105] : vErrors.push(err105), errors++;
          }
        if (data48.policy !== void 0) {
          let data49 = data48.policy;
          if (typeof data49 != "string") {
            let err106 = { instancePath: instancePath + "/restart/policy", keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err106] : vErrors.push(err106), errors++;
          }
          if (!(data49 === "no" || data49 === "on-failure" || data49 === "always" || data49 === "unless-stopped")) {
            let err107 = { instancePath: instancePath + "/restart/policy", keyword: "enum", params: { allowedValues: schema14.properties.restart.properties.policy.enum } };
            vErrors === null ? vErrors = [err107] : vErrors.push(err107), errors++;
          }
        }
        if (data48.max_retries !== void 0) {
          let data50 = data48.max_retries;
          if (!(typeof data50 == "number" && !(data50 % 1) && !isNaN(data50) && isFinite(data50))) {
            let err108 = { instancePath: instancePath + "/restart/max_retries", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err108] : vErrors.push(err108), errors++;
          }
          if (typeof data50 == "number" && isFinite(data50) && (data50 < 1 || isNaN(data50))) {
            let err109 = { instancePath: instancePath + "/restart/max_retries", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
            vErrors === null ? vErrors = [err109] : vErrors.push(err109), errors++;
          }
        }
      } else {
        let err110 = { instancePath: instancePath + "/restart", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err110] : vErrors.push(err110), errors++;
      }
    }
    if (data.memory !== void 0) {
      let data51 = data.memory;
      if (!(typeof data51 == "number" && !(data51 % 1) && !isNaN(data51) && isFinite(data51))) {
        let err111 = { instancePath: instancePath + "/memory", keyword: "type", params: { type: "integer" } };
        vErrors === null ? vErrors = [err111] : vErrors.push(err111), errors++;
      }
      if (typeof data51 == "number" && isFinite(data51) && (data51 < 6291456 || isNaN(data51))) {
        let err112 = { instancePath: instancePath + "/memory", keyword: "minimum", params: { comparison: ">=", limit: 6291456 } };
        vErrors === null ? vErrors = [err112] : vErrors.push(err112), errors++;
      }
    }
    if (data.cpus !== void 0) {
      let data52 = data.cpus;
      if (typeof data52 == "number" && isFinite(data52)) {
        if (data52 < 0.01 || isNaN(data52)) {
          let err113 = { instancePath: instancePath + "/cpus", keyword: "minimum", params: { comparison: ">=", limit: 0.01 } };
          vErrors === null ? vErrors = [err113] : vErrors.push(err113), errors++;
        }
      } else {
        let err114 = { instancePath: instancePath + "/cpus", keyword: "type", params: { type: "number" } };
        vErrors === null ? vErrors = [err114] : vErrors.push(err114), errors++;
      }
    }
    if (data.pids !== void 0) {
      let data53 = data.pids;
      if (!(typeof data53 == "number" && !(data53 % 1) && !isNaN(data53) && isFinite(data53))) {
        let err115 = { instancePath: instancePath + "/pids", keyword: "type", params: { type: "integer" } };
        vErrors === null ? vErrors = [err115] : vErrors.push(err115), errors++;
      }
      if (typeof data53 == "number" && isFinite(data53) && (data53 < 1 || isNaN(data53))) {
        let err116 = { instancePath: instancePath + "/pids", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
        vErrors === null ? vErrors = [err116] : vErrors.push(err116), errors++;
      }
    }
    if (data.read_only !== void 0 && typeof data.read_only != "boolean") {
      let err117 = { instancePath: instancePath + "/read_only", keyword: "type", params: { type: "boolean" } };
      vErrors === null ? vErrors = [err117] : vErrors.push(err117), errors++;
    }
    if (data.cap_add !== void 0) {
      let data55 = data.cap_add;
      if (Array.isArray(data55)) {
        let len7 = data55.length;
        for (let i7 = 0; i7 < len7; i7++) {
          let data56 = data55[i7];
          if (typeof data56 == "string") {
            if (!pattern31.test(data56)) {
              let err118 = { instancePath: instancePath + "/cap_add/" + i7, keyword: "pattern", params: { pattern: "^(?:ALL|[A-Z][A-Z_]+)$" } };
              vErrors === null ? vErrors = [err118] : vErrors.push(err118), errors++;
            }
          } else {
            let err119 = { instancePath: instancePath + "/cap_add/" + i7, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err119] : vErrors.push(err119), errors++;
          }
        }
      } else {
        let err120 = { instancePath: instancePath + "/cap_add", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err120] : vErrors.push(err120), errors++;
      }
    }
    if (data.cap_drop !== void 0) {
      let data57 = data.cap_drop;
      if (Array.isArray(data57)) {
        let len8 = data57.length;
        for (let i8 = 0; i8 < len8; i8++) {
          let data58 = data57[i8];
          if (typeof data58 == "string") {
            if (!pattern31.test(data58)) {
              let err121 = { instancePath: instancePath + "/cap_drop/" + i8, keyword: "pattern", params: { pattern: "^(?:ALL|[A-Z][A-Z_]+)$" } };
              vErrors === null ? vErrors = [err121] : vErrors.push(err121), errors++;
            }
          } else {
            let err122 = { instancePath: instancePath + "/cap_drop/" + i8, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err122] : vErrors.push(err122), errors++;
          }
        }
      } else {
        let err123 = { instancePath: instancePath + "/cap_drop", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err123] : vErrors.push(err123), errors++;
      }
    }
    if (data.no_new_privileges !== void 0 && typeof data.no_new_privileges != "boolean") {
      let err124 = { instancePath: instancePath + "/no_new_privileges", keyword: "type", params: { type: "boolean" } };
      vErrors === null ? vErrors = [err124] : vErrors.push(err124), errors++;
    }
    if (data.seccomp !== void 0) {
      let data60 = data.seccomp;
      if (typeof data60 != "string") {
        let err125 = { instancePath: instancePath + "/seccomp", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err125] : vErrors.push(err125), errors++;
      }
      if (!(data60 === "default" || data60 === "unconfined")) {
        let err126 = { instancePath: instancePath + "/seccomp", keyword: "enum", params: { allowedValues: schema14.properties.seccomp.enum } };
        vErrors === null ? vErrors = [err126] : vErrors.push(err126), errors++;
      }
    }
    if (data.stop_signal !== void 0) {
      let data61 = data.stop_signal;
      if (typeof data61 == "string") {
        if (!pattern8.test(data61)) {
          let err127 = { instancePath: instancePath + "/stop_signal", keyword: "pattern", params: { pattern: "^SIG[A-Z0-9+]+$" } };
          vErrors === null ? vErrors = [err127] : vErrors.push(err127), errors++;
        }
      } else {
        let err128 = { instancePath: instancePath + "/stop_signal", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err128] : vErrors.push(err128), errors++;
      }
    }
    if (data.stop_timeout !== void 0) {
      let data62 = data.stop_timeout;
      if (!(typeof data62 == "number" && !(data62 % 1) && !isNaN(data62) && isFinite(data62))) {
        let err129 = { instancePath: instancePath + "/stop_timeout", keyword: "type", params: { type: "integer" } };
        vErrors === null ? vErrors = [err129] : vErrors.push(err129), errors++;
      }
      if (typeof data62 == "number" && isFinite(data62) && (data62 < 0 || isNaN(data62))) {
        let err130 = { instancePath: instancePath + "/stop_timeout", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
        vErrors === null ? vErrors = [err130] : vErrors.push(err130), errors++;
      }
    }
    if (data.on_change !== void 0) {
      let data63 = data.on_change;
      if (typeof data63 != "string") {
        let err131 = { instancePath: instancePath + "/on_change", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err131] : vErrors.push(err131), errors++;
      }
      if (!(data63 === "restart" || data63 === "signal" || data63 === "replace" || data63 === "ignore")) {
        let err132 = { instancePath: instancePath + "/on_change", keyword: "enum", params: { allowedValues: schema14.properties.on_change.enum } };
        vErrors === null ? vErrors = [err132] : vErrors.push(err132), errors++;
      }
    }
    if (data.reload_signal !== void 0) {
      let data64 = data.reload_signal;
      if (typeof data64 == "string") {
        if (!pattern8.test(data64)) {
          let err133 = { instancePath: instancePath + "/reload_signal", keyword: "pattern", params: { pattern: "^SIG[A-Z0-9+]+$" } };
          vErrors === null ? vErrors = [err133] : vErrors.push(err133), errors++;
        }
      } else {
        let err134 = { instancePath: instancePath + "/reload_signal", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err134] : vErrors.push(err134), errors++;
      }
    }
    if (data.init !== void 0 && typeof data.init != "boolean") {
      let err135 = { instancePath: instancePath + "/init", keyword: "type", params: { type: "boolean" } };
      vErrors === null ? vErrors = [err135] : vErrors.push(err135), errors++;
    }
    if (data.health !== void 0) {
      let data66 = data.health;
      if (data66 && typeof data66 == "object" && !Array.isArray(data66)) {
        if (data66.test === void 0) {
          let err136 = { instancePath: instancePath + "/health", keyword: "required", params: { missingProperty: "test" } };
          vErrors === null ? vErrors = [err136] : vErrors.push(err136), errors++;
        }
        for (let key15 in data66)
          if (!(key15 === "test" || key15 === "interval" || key15 === "timeout" || key15 === "start_period" || key15 === "retries")) {
            let err137 = { instancePath: instancePath + "/health", keyword: "additionalProperties", params: { additionalProperty: key15 } };
            vErrors === null ? vErrors = [err137] : vErrors.push(err137), errors++;
          }
        if (data66.test !== void 0) {
          let data67 = data66.test;
          if (Array.isArray(data67)) {
            if (data67.length < 1) {
              let err138 = { instancePath: instancePath + "/health/test", keyword: "minItems", params: { limit: 1 } };
              vErrors === null ? vErrors = [err138] : vErrors.push(err138), errors++;
            }
            let len9 = data67.length;
            for (let i9 = 0; i9 < len9; i9++)
              if (typeof data67[i9] != "string") {
                let err139 = { instancePath: instancePath + "/health/test/" + i9, keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err139] : vErrors.push(err139), errors++;
              }
          } else {
            let err140 = { instancePath: instancePath + "/health/test", keyword: "type", params: { type: "array" } };
            vErrors === null ? vErrors = [err140] : vErrors.push(err140), errors++;
          }
        }
        if (data66.interval !== void 0) {
          let data69 = data66.interval;
          if (!(typeof data69 == "number" && !(data69 % 1) && !isNaN(data69) && isFinite(data69))) {
            let err141 = { instancePath: instancePath + "/health/interval", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err141] : vErrors.push(err141), errors++;
          }
          if (typeof data69 == "number" && isFinite(data69) && (data69 < 1 || isNaN(data69))) {
            let err142 = { instancePath: instancePath + "/health/interval", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
            vErrors === null ? vErrors = [err142] : vErrors.push(err142), errors++;
          }
        }
        if (data66.timeout !== void 0) {
          let data70 = data66.timeout;
          if (!(typeof data70 == "number" && !(data70 % 1) && !isNaN(data70) && isFinite(data70))) {
            let err143 = { instancePath: instancePath + "/health/timeout", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err143] : vErrors.push(err143), errors++;
          }
          if (typeof data70 == "number" && isFinite(data70) && (data70 < 1 || isNaN(data70))) {
            let err144 = { instancePath: instancePath + "/health/timeout", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
            vErrors === null ? vErrors = [err144] : vErrors.push(err144), errors++;
          }
        }
        if (data66.start_period !== void 0) {
          let data71 = data66.start_period;
          if (!(typeof data71 == "number" && !(data71 % 1) && !isNaN(data71) && isFinite(data71))) {
            let err145 = { instancePath: instancePath + "/health/start_period", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err145] : vErrors.push(err145), errors++;
          }
          if (typeof data71 == "number" && isFinite(data71) && (data71 < 0 || isNaN(data71))) {
            let err146 = { instancePath: instancePath + "/health/start_period", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
            vErrors === null ? vErrors = [err146] : vErrors.push(err146), errors++;
          }
        }
        if (data66.retries !== void 0) {
          let data72 = data66.retries;
          if (!(typeof data72 == "number" && !(data72 % 1) && !isNaN(data72) && isFinite(data72))) {
            let err147 = { instancePath: instancePath + "/health/retries", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err147] : vErrors.push(err147), errors++;
          }
          if (typeof data72 == "number" && isFinite(data72) && (data72 < 1 || isNaN(data72))) {
            let err148 = { instancePath: instancePath + "/health/retries", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
            vErrors === null ? vErrors = [err148] : vErrors.push(err148), errors++;
          }
        }
      } else {
        let err149 = { instancePath: instancePath + "/health", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err149] : vErrors.push(err149), errors++;
      }
    }
    if (data.job !== void 0 && typeof data.job != "boolean") {
      let err150 = { instancePath: instancePath + "/job", keyword: "type", params: { type: "boolean" } };
      vErrors === null ? vErrors = [err150] : vErrors.push(err150), errors++;
    }
    if (data.state !== void 0) {
      let data74 = data.state;
      if (typeof data74 != "string") {
        let err151 = { instancePath: instancePath + "/state", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err151] : vErrors.push(err151), errors++;
      }
      if (!(data74 === "running" || data74 === "stopped")) {
        let err152 = { instancePath: instancePath + "/state", keyword: "enum", params: { allowedValues: schema14.properties.state.enum } };
        vErrors === null ? vErrors = [err152] : vErrors.push(err152), errors++;
      }
    }
  } else {
    let err153 = { instancePath, keyword: "type", params: { type: "object" } };
    vErrors === null ? vErrors = [err153] : vErrors.push(err153), errors++;
  }
  return validate13.errors = vErrors, errors === 0;
}
var validators = {
  image: validate_image,
  volume: validate_volume,
  network: validate_network,
  container: validate_container
};
export {
  validate_container,
  validate_image,
  validate_network,
  validate_volume,
  validators
};
