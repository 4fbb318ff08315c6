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
var validate_image = validate10, schema11 = { type: "object", properties: { name: { type: "string", pattern: "^[a-z0-9]+(?:[._/-][a-z0-9]+)*$" }, from: { type: "object", discriminator: { propertyName: "kind" }, oneOf: [{ type: "object", properties: { kind: { type: "string", enum: ["scratch"] } }, required: ["kind"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["rootfs"] }, path: { type: "string" } }, required: ["kind", "path"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["layout"] }, path: { type: "string" }, ref: { type: "string" } }, required: ["kind", "path"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["image"] }, name: { type: "string", minLength: 1 } }, required: ["kind", "name"], additionalProperties: !1 }] }, dockerfile: { type: "string", minLength: 1 }, dockerfile_inline: { type: "string", minLength: 1 }, target: { type: "string", minLength: 1 }, args: { type: "object", additionalProperties: { type: "string" }, propertyNames: { pattern: "^[A-Za-z_][A-Za-z0-9_]*$" } }, secrets: { type: "object", additionalProperties: { type: "string" }, propertyNames: { pattern: "^[A-Za-z0-9_][A-Za-z0-9_.-]*$" } }, bases: { type: "object", additionalProperties: { type: "string", minLength: 1 } }, platform: { type: "string", minLength: 1 }, context: { type: "string" }, steps: { type: "array", items: { type: "object", discriminator: { propertyName: "kind" }, oneOf: [{ type: "object", properties: { kind: { type: "string", enum: ["copy"] }, sources: { type: "array", minItems: 1, items: { type: "string", minLength: 1 } }, target: { type: "string", minLength: 1 }, owner: { type: "string", pattern: "^\\d+(?::\\d+)?$" }, mode: { type: "string", pattern: "^[0-7]{3,4}$" } }, required: ["kind", "sources", "target"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["run"] }, command: { type: "array", items: { type: "string" }, minItems: 1 } }, required: ["kind", "command"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["env"] }, env: { type: "object", additionalProperties: { type: "string" }, propertyNames: { pattern: "^[^=\\0\\s]+$" } } }, required: ["kind", "env"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["workdir"] }, path: { type: "string", minLength: 1 } }, required: ["kind", "path"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["user"] }, user: { type: "string", minLength: 1 } }, required: ["kind", "user"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["expose"] }, ports: { type: "array", items: { type: "string", pattern: "^(?:[1-9]\\d{0,4})/(?:tcp|udp)$" }, minItems: 1 } }, required: ["kind", "ports"], additionalProperties: !1 }, { type: "object", properties: { kind: { type: "string", enum: ["label"] }, labels: { type: "object", additionalProperties: { type: "string" }, propertyNames: { pattern: "^(?!stowage\\.)[^=\\s]+$" } } }, required: ["kind", "labels"], additionalProperties: !1 }] } }, env: { type: "object", additionalProperties: { type: "string" }, propertyNames: { pattern: "^[^=\\0\\s]+$" } }, workdir: { type: "string", minLength: 1 }, user: { type: "string", minLength: 1 }, expose: { type: "array", items: { type: "string", pattern: "^(?:[1-9]\\d{0,4})/(?:tcp|udp)$" } }, entrypoint: { type: "array", items: { type: "string" } }, command: { type: "array", items: { type: "string" } }, stop_signal: { type: "string", pattern: "^SIG[A-Z0-9+]+$" }, health: { type: "object", properties: { test: { type: "array", items: { type: "string" } }, interval: { type: "integer", minimum: 1 }, timeout: { type: "integer", minimum: 1 }, start_period: { type: "integer", minimum: 0 }, start_interval: { type: "integer", minimum: 1 }, retries: { type: "integer", minimum: 1 } }, required: ["test"], additionalProperties: !1 }, labels: { type: "object", additionalProperties: { type: "string" }, propertyNames: { pattern: "^(?!stowage\\.)[^=\\s]+$" } }, tags: { type: "array", items: { type: "string", pattern: "^(?:(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+(?::[0-9]{1,5})?|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?:[0-9]{1,5}|\\[[0-9a-f]*:[0-9a-f:]*\\](?::[0-9]{1,5})?)/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*|[a-z0-9]+(?:(?:_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)+|[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$" } } }, required: ["name"], additionalProperties: !1 }, func2 = Object.prototype.hasOwnProperty, func3 = require_ucs2length().default, pattern0 = new RegExp("^[a-z0-9]+(?:[._/-][a-z0-9]+)*$", "u"), pattern1 = new RegExp("^[A-Za-z_][A-Za-z0-9_]*$", "u"), pattern2 = new RegExp("^[A-Za-z0-9_][A-Za-z0-9_.-]*$", "u"), pattern3 = new RegExp("^\\d+(?::\\d+)?$", "u"), pattern4 = new RegExp("^[0-7]{3,4}$", "u"), pattern5 = new RegExp("^[^=\\0\\s]+$", "u"), pattern6 = new RegExp("^(?:[1-9]\\d{0,4})/(?:tcp|udp)$", "u"), pattern7 = new RegExp("^(?!stowage\\.)[^=\\s]+$", "u"), pattern10 = new RegExp("^SIG[A-Z0-9+]+$", "u"), pattern12 = new RegExp("^(?:(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+(?::[0-9]{1,5})?|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?:[0-9]{1,5}|\\[[0-9a-f]*:[0-9a-f:]*\\](?::[0-9]{1,5})?)/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*|[a-z0-9]+(?:(?:_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)+|[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$", "u");
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === void 0) {
      let err0 = { instancePath, keyword: "required", params: { missingProperty: "name" } };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    for (let key0 in data)
      if (!func2.call(schema11.properties, key0)) {
        let err1 = { instancePath, keyword: "additionalProperties", params: { additionalProperty: key0 } };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
    if (data.name !== void 0) {
      let data0 = data.name;
      if (typeof data0 == "string") {
        if (!pattern0.test(data0)) {
          let err2 = { instancePath: instancePath + "/name", keyword: "pattern", params: { pattern: "^[a-z0-9]+(?:[._/-][a-z0-9]+)*$" } };
          vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
        }
      } else {
        let err3 = { instancePath: instancePath + "/name", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
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
                let err4 = { instancePath: instancePath + "/from", keyword: "required", params: { missingProperty: "kind" } };
                vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
              }
              for (let key1 in data1)
                if (key1 !== "kind") {
                  let err5 = { instancePath: instancePath + "/from", keyword: "additionalProperties", params: { additionalProperty: key1 } };
                  vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
                }
              if (data1.kind !== void 0) {
                let data2 = data1.kind;
                if (typeof data2 != "string") {
                  let err6 = { instancePath: instancePath + "/from/kind", keyword: "type", params: { type: "string" } };
                  vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
                }
                if (data2 !== "scratch") {
                  let err7 = { instancePath: instancePath + "/from/kind", keyword: "enum", params: { allowedValues: schema11.properties.from.oneOf[0].properties.kind.enum } };
                  vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
                }
              }
            } else {
              let err8 = { instancePath: instancePath + "/from", keyword: "type", params: { type: "object" } };
              vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
            }
          else if (tag0 === "rootfs")
            if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
              if (data1.kind === void 0) {
                let err9 = { instancePath: instancePath + "/from", keyword: "required", params: { missingProperty: "kind" } };
                vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
              }
              if (data1.path === void 0) {
                let err10 = { instancePath: instancePath + "/from", keyword: "required", params: { missingProperty: "path" } };
                vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
              }
              for (let key2 in data1)
                if (!(key2 === "kind" || key2 === "path")) {
                  let err11 = { instancePath: instancePath + "/from", keyword: "additionalProperties", params: { additionalProperty: key2 } };
                  vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
                }
              if (data1.kind !== void 0) {
                let data3 = data1.kind;
                if (typeof data3 != "string") {
                  let err12 = { instancePath: instancePath + "/from/kind", keyword: "type", params: { type: "string" } };
                  vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
                }
                if (data3 !== "rootfs") {
                  let err13 = { instancePath: instancePath + "/from/kind", keyword: "enum", params: { allowedValues: schema11.properties.from.oneOf[1].properties.kind.enum } };
                  vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
                }
              }
              if (data1.path !== void 0 && typeof data1.path != "string") {
                let err14 = { instancePath: instancePath + "/from/path", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
              }
            } else {
              let err15 = { instancePath: instancePath + "/from", keyword: "type", params: { type: "object" } };
              vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
            }
          else if (tag0 === "layout")
            if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
              if (data1.kind === void 0) {
                let err16 = { instancePath: instancePath + "/from", keyword: "required", params: { missingProperty: "kind" } };
                vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
              }
              if (data1.path === void 0) {
                let err17 = { instancePath: instancePath + "/from", keyword: "required", params: { missingProperty: "path" } };
                vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
              }
              for (let key3 in data1)
                if (!(key3 === "kind" || key3 === "path" || key3 === "ref")) {
                  let err18 = { instancePath: instancePath + "/from", keyword: "additionalProperties", params: { additionalProperty: key3 } };
                  vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
                }
              if (data1.kind !== void 0) {
                let data5 = data1.kind;
                if (typeof data5 != "string") {
                  let err19 = { instancePath: instancePath + "/from/kind", keyword: "type", params: { type: "string" } };
                  vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
                }
                if (data5 !== "layout") {
                  let err20 = { instancePath: instancePath + "/from/kind", keyword: "enum", params: { allowedValues: schema11.properties.from.oneOf[2].properties.kind.enum } };
                  vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
                }
              }
              if (data1.path !== void 0 && typeof data1.path != "string") {
                let err21 = { instancePath: instancePath + "/from/path", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
              }
              if (data1.ref !== void 0 && typeof data1.ref != "string") {
                let err22 = { instancePath: instancePath + "/from/ref", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
              }
            } else {
              let err23 = { instancePath: instancePath + "/from", keyword: "type", params: { type: "object" } };
              vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
            }
          else if (tag0 === "image")
            if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
              if (data1.kind === void 0) {
                let err24 = { instancePath: instancePath + "/from", keyword: "required", params: { missingProperty: "kind" } };
                vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
              }
              if (data1.name === void 0) {
                let err25 = { instancePath: instancePath + "/from", keyword: "required", params: { missingProperty: "name" } };
                vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
              }
              for (let key4 in data1)
                if (!(key4 === "kind" || key4 === "name")) {
                  let err26 = { instancePath: instancePath + "/from", keyword: "additionalProperties", params: { additionalProperty: key4 } };
                  vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
                }
              if (data1.kind !== void 0) {
                let data8 = data1.kind;
                if (typeof data8 != "string") {
                  let err27 = { instancePath: instancePath + "/from/kind", keyword: "type", params: { type: "string" } };
                  vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
                }
                if (data8 !== "image") {
                  let err28 = { instancePath: instancePath + "/from/kind", keyword: "enum", params: { allowedValues: schema11.properties.from.oneOf[3].properties.kind.enum } };
                  vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
                }
              }
              if (data1.name !== void 0) {
                let data9 = data1.name;
                if (typeof data9 == "string") {
                  if (func3(data9) < 1) {
                    let err29 = { instancePath: instancePath + "/from/name", keyword: "minLength", params: { limit: 1 } };
                    vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
                  }
                } else {
                  let err30 = { instancePath: instancePath + "/from/name", keyword: "type", params: { type: "string" } };
                  vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
                }
              }
            } else {
              let err31 = { instancePath: instancePath + "/from", keyword: "type", params: { type: "object" } };
              vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
            }
          else {
            let err32 = { instancePath: instancePath + "/from", keyword: "discriminator", params: { error: "mapping", tag: "kind", tagValue: tag0 } };
            vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
          }
        else {
          let err33 = { instancePath: instancePath + "/from", keyword: "discriminator", params: { error: "tag", tag: "kind", tagValue: tag0 } };
          vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
        }
      } else {
        let err34 = { instancePath: instancePath + "/from", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
      }
    }
    if (data.dockerfile !== void 0) {
      let data10 = data.dockerfile;
      if (typeof data10 == "string") {
        if (func3(data10) < 1) {
          let err35 = { instancePath: instancePath + "/dockerfile", keyword: "minLength", params: { limit: 1 } };
          vErrors === null ? vErrors = [err35] : vErrors.push(err35), errors++;
        }
      } else {
        let err36 = { instancePath: instancePath + "/dockerfile", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err36] : vErrors.push(err36), errors++;
      }
    }
    if (data.dockerfile_inline !== void 0) {
      let data11 = data.dockerfile_inline;
      if (typeof data11 == "string") {
        if (func3(data11) < 1) {
          let err37 = { instancePath: instancePath + "/dockerfile_inline", keyword: "minLength", params: { limit: 1 } };
          vErrors === null ? vErrors = [err37] : vErrors.push(err37), errors++;
        }
      } else {
        let err38 = { instancePath: instancePath + "/dockerfile_inline", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err38] : vErrors.push(err38), errors++;
      }
    }
    if (data.target !== void 0) {
      let data12 = data.target;
      if (typeof data12 == "string") {
        if (func3(data12) < 1) {
          let err39 = { instancePath: instancePath + "/target", keyword: "minLength", params: { limit: 1 } };
          vErrors === null ? vErrors = [err39] : vErrors.push(err39), errors++;
        }
      } else {
        let err40 = { instancePath: instancePath + "/target", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err40] : vErrors.push(err40), errors++;
      }
    }
    if (data.args !== void 0) {
      let data13 = data.args;
      if (data13 && typeof data13 == "object" && !Array.isArray(data13)) {
        for (let key5 in data13) {
          let _errs43 = errors;
          if (typeof key5 == "string" && !pattern1.test(key5)) {
            let err41 = { instancePath: instancePath + "/args", keyword: "pattern", params: { pattern: "^[A-Za-z_][A-Za-z0-9_]*$" }, propertyName: key5 };
            vErrors === null ? vErrors = [err41] : vErrors.push(err41), errors++;
          }
          var valid10 = _errs43 === errors;
          if (!valid10) {
            let err42 = { instancePath: instancePath + "/args", keyword: "propertyNames", params: { propertyName: key5 } };
            vErrors === null ? vErrors = [err42] : vErrors.push(err42), errors++;
          }
        }
        for (let key6 in data13)
          if (typeof data13[key6] != "string") {
            let err43 = { instancePath: instancePath + "/args/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err43] : vErrors.push(err43), errors++;
          }
      } else {
        let err44 = { instancePath: instancePath + "/args", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err44] : vErrors.push(err44), errors++;
      }
    }
    if (data.secrets !== void 0) {
      let data15 = data.secrets;
      if (data15 && typeof data15 == "object" && !Array.isArray(data15)) {
        for (let key7 in data15) {
          let _errs49 = errors;
          if (typeof key7 == "string" && !pattern2.test(key7)) {
            let err45 = { instancePath: instancePath + "/secrets", keyword: "pattern", params: { pattern: "^[A-Za-z0-9_][A-Za-z0-9_.-]*$" }, propertyName: key7 };
            vErrors === null ? vErrors = [err45] : vErrors.push(err45), errors++;
          }
          var valid12 = _errs49 === errors;
          if (!valid12) {
            let err46 = { instancePath: instancePath + "/secrets", keyword: "propertyNames", params: { propertyName: key7 } };
            vErrors === null ? vErrors = [err46] : vErrors.push(err46), errors++;
          }
        }
        for (let key8 in data15)
          if (typeof data15[key8] != "string") {
            let err47 = { instancePath: instancePath + "/secrets/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err47] : vErrors.push(err47), errors++;
          }
      } else {
        let err48 = { instancePath: instancePath + "/secrets", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err48] : vErrors.push(err48), errors++;
      }
    }
    if (data.bases !== void 0) {
      let data17 = data.bases;
      if (data17 && typeof data17 == "object" && !Array.isArray(data17))
        for (let key9 in data17) {
          let data18 = data17[key9];
          if (typeof data18 == "string") {
            if (func3(data18) < 1) {
              let err49 = { instancePath: instancePath + "/bases/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "minLength", params: { limit: 1 } };
              vErrors === null ? vErrors = [err49] : vErrors.push(err49), errors++;
            }
          } else {
            let err50 = { instancePath: instancePath + "/bases/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err50] : vErrors.push(err50), errors++;
          }
        }
      else {
        let err51 = { instancePath: instancePath + "/bases", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err51] : vErrors.push(err51), errors++;
      }
    }
    if (data.platform !== void 0) {
      let data19 = data.platform;
      if (typeof data19 == "string") {
        if (func3(data19) < 1) {
          let err52 = { instancePath: instancePath + "/platform", keyword: "minLength", params: { limit: 1 } };
          vErrors === null ? vErrors = [err52] : vErrors.push(err52), errors++;
        }
      } else {
        let err53 = { instancePath: instancePath + "/platform", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err53] : vErrors.push(err53), errors++;
      }
    }
    if (data.context !== void 0 && typeof data.context != "string") {
      let err54 = { instancePath: instancePath + "/context", keyword: "type", params: { type: "string" } };
      vErrors === null ? vErrors = [err54] : vErrors.push(err54), errors++;
    }
    if (data.steps !== void 0) {
      let data21 = data.steps;
      if (Array.isArray(data21)) {
        let len0 = data21.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data22 = data21[i0];
          if (data22 && typeof data22 == "object" && !Array.isArray(data22)) {
            let tag1 = data22.kind;
            if (typeof tag1 == "string")
              if (tag1 === "copy")
                if (data22 && typeof data22 == "object" && !Array.isArray(data22)) {
                  if (data22.kind === void 0) {
                    let err55 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "kind" } };
                    vErrors === null ? vErrors = [err55] : vErrors.push(err55), errors++;
                  }
                  if (data22.sources === void 0) {
                    let err56 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "sources" } };
                    vErrors === null ? vErrors = [err56] : vErrors.push(err56), errors++;
                  }
                  if (data22.target === void 0) {
                    let err57 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "target" } };
                    vErrors === null ? vErrors = [err57] : vErrors.push(err57), errors++;
                  }
                  for (let key10 in data22)
                    if (!(key10 === "kind" || key10 === "sources" || key10 === "target" || key10 === "owner" || key10 === "mode")) {
                      let err58 = { instancePath: instancePath + "/steps/" + i0, keyword: "additionalProperties", params: { additionalProperty: key10 } };
                      vErrors === null ? vErrors = [err58] : vErrors.push(err58), errors++;
                    }
                  if (data22.kind !== void 0) {
                    let data23 = data22.kind;
                    if (typeof data23 != "string") {
                      let err59 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err59] : vErrors.push(err59), errors++;
                    }
                    if (data23 !== "copy") {
                      let err60 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "enum", params: { allowedValues: schema11.properties.steps.items.oneOf[0].properties.kind.enum } };
                      vErrors === null ? vErrors = [err60] : vErrors.push(err60), errors++;
                    }
                  }
                  if (data22.sources !== void 0) {
                    let data24 = data22.sources;
                    if (Array.isArray(data24)) {
                      if (data24.length < 1) {
                        let err61 = { instancePath: instancePath + "/steps/" + i0 + "/sources", keyword: "minItems", params: { limit: 1 } };
                        vErrors === null ? vErrors = [err61] : vErrors.push(err61), errors++;
                      }
                      let len1 = data24.length;
                      for (let i1 = 0; i1 < len1; i1++) {
                        let data25 = data24[i1];
                        if (typeof data25 == "string") {
                          if (func3(data25) < 1) {
                            let err62 = { instancePath: instancePath + "/steps/" + i0 + "/sources/" + i1, keyword: "minLength", params: { limit: 1 } };
                            vErrors === null ? vErrors = [err62] : vErrors.push(err62), errors++;
                          }
                        } else {
                          let err63 = { instancePath: instancePath + "/steps/" + i0 + "/sources/" + i1, keyword: "type", params: { type: "string" } };
                          vErrors === null ? vErrors = [err63] : vErrors.push(err63), errors++;
                        }
                      }
                    } else {
                      let err64 = { instancePath: instancePath + "/steps/" + i0 + "/sources", keyword: "type", params: { type: "array" } };
                      vErrors === null ? vErrors = [err64] : vErrors.push(err64), errors++;
                    }
                  }
                  if (data22.target !== void 0) {
                    let data26 = data22.target;
                    if (typeof data26 == "string") {
                      if (func3(data26) < 1) {
                        let err65 = { instancePath: instancePath + "/steps/" + i0 + "/target", keyword: "minLength", params: { limit: 1 } };
                        vErrors === null ? vErrors = [err65] : vErrors.push(err65), errors++;
                      }
                    } else {
                      let err66 = { instancePath: instancePath + "/steps/" + i0 + "/target", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err66] : vErrors.push(err66), errors++;
                    }
                  }
                  if (data22.owner !== void 0) {
                    let data27 = data22.owner;
                    if (typeof data27 == "string") {
                      if (!pattern3.test(data27)) {
                        let err67 = { instancePath: instancePath + "/steps/" + i0 + "/owner", keyword: "pattern", params: { pattern: "^\\d+(?::\\d+)?$" } };
                        vErrors === null ? vErrors = [err67] : vErrors.push(err67), errors++;
                      }
                    } else {
                      let err68 = { instancePath: instancePath + "/steps/" + i0 + "/owner", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err68] : vErrors.push(err68), errors++;
                    }
                  }
                  if (data22.mode !== void 0) {
                    let data28 = data22.mode;
                    if (typeof data28 == "string") {
                      if (!pattern4.test(data28)) {
                        let err69 = { instancePath: instancePath + "/steps/" + i0 + "/mode", keyword: "pattern", params: { pattern: "^[0-7]{3,4}$" } };
                        vErrors === null ? vErrors = [err69] : vErrors.push(err69), errors++;
                      }
                    } else {
                      let err70 = { instancePath: instancePath + "/steps/" + i0 + "/mode", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err70] : vErrors.push(err70), errors++;
                    }
                  }
                } else {
                  let err71 = { instancePath: instancePath + "/steps/" + i0, keyword: "type", params: { type: "object" } };
                  vErrors === null ? vErrors = [err71] : vErrors.push(err71), errors++;
                }
              else if (tag1 === "run")
                if (data22 && typeof data22 == "object" && !Array.isArray(data22)) {
                  if (data22.kind === void 0) {
                    let err72 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "kind" } };
                    vErrors === null ? vErrors = [err72] : vErrors.push(err72), errors++;
                  }
                  if (data22.command === void 0) {
                    let err73 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "command" } };
                    vErrors === null ? vErrors = [err73] : vErrors.push(err73), errors++;
                  }
                  for (let key11 in data22)
                    if (!(key11 === "kind" || key11 === "command")) {
                      let err74 = { instancePath: instancePath + "/steps/" + i0, keyword: "additionalProperties", params: { additionalProperty: key11 } };
                      vErrors === null ? vErrors = [err74] : vErrors.push(err74), errors++;
                    }
                  if (data22.kind !== void 0) {
                    let data29 = data22.kind;
                    if (typeof data29 != "string") {
                      let err75 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err75] : vErrors.push(err75), errors++;
                    }
                    if (data29 !== "run") {
                      let err76 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "enum", params: { allowedValues: schema11.properties.steps.items.oneOf[1].properties.kind.enum } };
                      vErrors === null ? vErrors = [err76] : vErrors.push(err76), errors++;
                    }
                  }
                  if (data22.command !== void 0) {
                    let data30 = data22.command;
                    if (Array.isArray(data30)) {
                      if (data30.length < 1) {
                        let err77 = { instancePath: instancePath + "/steps/" + i0 + "/command", keyword: "minItems", params: { limit: 1 } };
                        vErrors === null ? vErrors = [err77] : vErrors.push(err77), errors++;
                      }
                      let len2 = data30.length;
                      for (let i2 = 0; i2 < len2; i2++)
                        if (typeof data30[i2] != "string") {
                          let err78 = { instancePath: instancePath + "/steps/" + i0 + "/command/" + i2, keyword: "type", params: { type: "string" } };
                          vErrors === null ? vErrors = [err78] : vErrors.push(err78), errors++;
                        }
                    } else {
                      let err79 = { instancePath: instancePath + "/steps/" + i0 + "/command", keyword: "type", params: { type: "array" } };
                      vErrors === null ? vErrors = [err79] : vErrors.push(err79), errors++;
                    }
                  }
                } else {
                  let err80 = { instancePath: instancePath + "/steps/" + i0, keyword: "type", params: { type: "object" } };
                  vErrors === null ? vErrors = [err80] : vErrors.push(err80), errors++;
                }
              else if (tag1 === "env")
                if (data22 && typeof data22 == "object" && !Array.isArray(data22)) {
                  if (data22.kind === void 0) {
                    let err81 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "kind" } };
                    vErrors === null ? vErrors = [err81] : vErrors.push(err81), errors++;
                  }
                  if (data22.env === void 0) {
                    let err82 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "env" } };
                    vErrors === null ? vErrors = [err82] : vErrors.push(err82), errors++;
                  }
                  for (let key12 in data22)
                    if (!(key12 === "kind" || key12 === "env")) {
                      let err83 = { instancePath: instancePath + "/steps/" + i0, keyword: "additionalProperties", params: { additionalProperty: key12 } };
                      vErrors === null ? vErrors = [err83] : vErrors.push(err83), errors++;
                    }
                  if (data22.kind !== void 0) {
                    let data32 = data22.kind;
                    if (typeof data32 != "string") {
                      let err84 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err84] : vErrors.push(err84), errors++;
                    }
                    if (data32 !== "env") {
                      let err85 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "enum", params: { allowedValues: schema11.properties.steps.items.oneOf[2].properties.kind.enum } };
                      vErrors === null ? vErrors = [err85] : vErrors.push(err85), errors++;
                    }
                  }
                  if (data22.env !== void 0) {
                    let data33 = data22.env;
                    if (data33 && typeof data33 == "object" && !Array.isArray(data33)) {
                      for (let key13 in data33) {
                        let _errs98 = errors;
                        if (typeof key13 == "string" && !pattern5.test(key13)) {
                          let err86 = { instancePath: instancePath + "/steps/" + i0 + "/env", keyword: "pattern", params: { pattern: "^[^=\\0\\s]+$" }, propertyName: key13 };
                          vErrors === null ? vErrors = [err86] : vErrors.push(err86), errors++;
                        }
                        var valid28 = _errs98 === errors;
                        if (!valid28) {
                          let err87 = { instancePath: instancePath + "/steps/" + i0 + "/env", keyword: "propertyNames", params: { propertyName: key13 } };
                          vErrors === null ? vErrors = [err87] : vErrors.push(err87), errors++;
                        }
                      }
                      for (let key14 in data33)
                        if (typeof data33[key14] != "string") {
                          let err88 = { instancePath: instancePath + "/steps/" + i0 + "/env/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
                          vErrors === null ? vErrors = [err88] : vErrors.push(err88), errors++;
                        }
                    } else {
                      let err89 = { instancePath: instancePath + "/steps/" + i0 + "/env", keyword: "type", params: { type: "object" } };
                      vErrors === null ? vErrors = [err89] : vErrors.push(err89), errors++;
                    }
                  }
                } else {
                  let err90 = { instancePath: instancePath + "/steps/" + i0, keyword: "type", params: { type: "object" } };
                  vErrors === null ? vErrors = [err90] : vErrors.push(err90), errors++;
                }
              else if (tag1 === "workdir")
                if (data22 && typeof data22 == "object" && !Array.isArray(data22)) {
                  if (data22.kind === void 0) {
                    let err91 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "kind" } };
                    vErrors === null ? vErrors = [err91] : vErrors.push(err91), errors++;
                  }
                  if (data22.path === void 0) {
                    let err92 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "path" } };
                    vErrors === null ? vErrors = [err92] : vErrors.push(err92), errors++;
                  }
                  for (let key15 in data22)
                    if (!(key15 === "kind" || key15 === "path")) {
                      let err93 = { instancePath: instancePath + "/steps/" + i0, keyword: "additionalProperties", params: { additionalProperty: key15 } };
                      vErrors === null ? vErrors = [err93] : vErrors.push(err93), errors++;
                    }
                  if (data22.kind !== void 0) {
                    let data35 = data22.kind;
                    if (typeof data35 != "string") {
                      let err94 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err94] : vErrors.push(err94), errors++;
                    }
                    if (data35 !== "workdir") {
                      let err95 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "enum", params: { allowedValues: schema11.properties.steps.items.oneOf[3].properties.kind.enum } };
                      vErrors === null ? vErrors = [err95] : vErrors.push(err95), errors++;
                    }
                  }
                  if (data22.path !== void 0) {
                    let data36 = data22.path;
                    if (typeof data36 == "string") {
                      if (func3(data36) < 1) {
                        let err96 = { instancePath: instancePath + "/steps/" + i0 + "/path", keyword: "minLength", params: { limit: 1 } };
                        vErrors === null ? vErrors = [err96] : vErrors.push(err96), errors++;
                      }
                    } else {
                      let err97 = { instancePath: instancePath + "/steps/" + i0 + "/path", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err97] : vErrors.push(err97), errors++;
                    }
                  }
                } else {
                  let err98 = { instancePath: instancePath + "/steps/" + i0, keyword: "type", params: { type: "object" } };
                  vErrors === null ? vErrors = [err98] : vErrors.push(err98), errors++;
                }
              else if (tag1 === "user")
                if (data22 && typeof data22 == "object" && !Array.isArray(data22)) {
                  if (data22.kind === void 0) {
                    let err99 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "kind" } };
                    vErrors === null ? vErrors = [err99] : vErrors.push(err99), errors++;
                  }
                  if (data22.user === void 0) {
                    let err100 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "user" } };
                    vErrors === null ? vErrors = [err100] : vErrors.push(err100), errors++;
                  }
                  for (let key16 in data22)
                    if (!(key16 === "kind" || key16 === "user")) {
                      let err101 = { instancePath: instancePath + "/steps/" + i0, keyword: "additionalProperties", params: { additionalProperty: key16 } };
                      vErrors === null ? vErrors = [err101] : vErrors.push(err101), errors++;
                    }
                  if (data22.kind !== void 0) {
                    let data37 = data22.kind;
                    if (typeof data37 != "string") {
                      let err102 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err102] : vErrors.push(err102), errors++;
                    }
                    if (data37 !== "user") {
                      let err103 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "enum", params: { allowedValues: schema11.properties.steps.items.oneOf[4].properties.kind.enum } };
                      vErrors === null ? vErrors = [err103] : vErrors.push(err103), errors++;
                    }
                  }
                  if (data22.user !== void 0) {
                    let data38 = data22.user;
                    if (typeof data38 == "string") {
                      if (func3(data38) < 1) {
                        let err104 = { instancePath: instancePath + "/steps/" + i0 + "/user", keyword: "minLength", params: { limit: 1 } };
                        vErrors === null ? vErrors = [err104] : vErrors.push(err104), errors++;
                      }
                    } else {
                      let err105 = { instancePath: instancePath + "/steps/" + i0 + "/user", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err105] : vErrors.push(err105), errors++;
                    }
                  }
                } else {
                  let err106 = { instancePath: instancePath + "/steps/" + i0, keyword: "type", params: { type: "object" } };
                  vErrors === null ? vErrors = [err106] : vErrors.push(err106), errors++;
                }
              else if (tag1 === "expose")
                if (data22 && typeof data22 == "object" && !Array.isArray(data22)) {
                  if (data22.kind === void 0) {
                    let err107 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "kind" } };
                    vErrors === null ? vErrors = [err107] : vErrors.push(err107), errors++;
                  }
                  if (data22.ports === void 0) {
                    let err108 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "ports" } };
                    vErrors === null ? vErrors = [err108] : vErrors.push(err108), errors++;
                  }
                  for (let key17 in data22)
                    if (!(key17 === "kind" || key17 === "ports")) {
                      let err109 = { instancePath: instancePath + "/steps/" + i0, keyword: "additionalProperties", params: { additionalProperty: key17 } };
                      vErrors === null ? vErrors = [err109] : vErrors.push(err109), errors++;
                    }
                  if (data22.kind !== void 0) {
                    let data39 = data22.kind;
                    if (typeof data39 != "string") {
                      let err110 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err110] : vErrors.push(err110), errors++;
                    }
                    if (data39 !== "expose") {
                      let err111 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "enum", params: { allowedValues: schema11.properties.steps.items.oneOf[5].properties.kind.enum } };
                      vErrors === null ? vErrors = [err111] : vErrors.push(err111), errors++;
                    }
                  }
                  if (data22.ports !== void 0) {
                    let data40 = data22.ports;
                    if (Array.isArray(data40)) {
                      if (data40.length < 1) {
                        let err112 = { instancePath: instancePath + "/steps/" + i0 + "/ports", keyword: "minItems", params: { limit: 1 } };
                        vErrors === null ? vErrors = [err112] : vErrors.push(err112), errors++;
                      }
                      let len3 = data40.length;
                      for (let i3 = 0; i3 < len3; i3++) {
                        let data41 = data40[i3];
                        if (typeof data41 == "string") {
                          if (!pattern6.test(data41)) {
                            let err113 = { instancePath: instancePath + "/steps/" + i0 + "/ports/" + i3, keyword: "pattern", params: { pattern: "^(?:[1-9]\\d{0,4})/(?:tcp|udp)$" } };
                            vErrors === null ? vErrors = [err113] : vErrors.push(err113), errors++;
                          }
                        } else {
                          let err114 = { instancePath: instancePath + "/steps/" + i0 + "/ports/" + i3, keyword: "type", params: { type: "string" } };
                          vErrors === null ? vErrors = [err114] : vErrors.push(err114), errors++;
                        }
                      }
                    } else {
                      let err115 = { instancePath: instancePath + "/steps/" + i0 + "/ports", keyword: "type", params: { type: "array" } };
                      vErrors === null ? vErrors = [err115] : vErrors.push(err115), errors++;
                    }
                  }
                } else {
                  let err116 = { instancePath: instancePath + "/steps/" + i0, keyword: "type", params: { type: "object" } };
                  vErrors === null ? vErrors = [err116] : vErrors.push(err116), errors++;
                }
              else if (tag1 === "label")
                if (data22 && typeof data22 == "object" && !Array.isArray(data22)) {
                  if (data22.kind === void 0) {
                    let err117 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "kind" } };
                    vErrors === null ? vErrors = [err117] : vErrors.push(err117), errors++;
                  }
                  if (data22.labels === void 0) {
                    let err118 = { instancePath: instancePath + "/steps/" + i0, keyword: "required", params: { missingProperty: "labels" } };
                    vErrors === null ? vErrors = [err118] : vErrors.push(err118), errors++;
                  }
                  for (let key18 in data22)
                    if (!(key18 === "kind" || key18 === "labels")) {
                      let err119 = { instancePath: instancePath + "/steps/" + i0, keyword: "additionalProperties", params: { additionalProperty: key18 } };
                      vErrors === null ? vErrors = [err119] : vErrors.push(err119), errors++;
                    }
                  if (data22.kind !== void 0) {
                    let data42 = data22.kind;
                    if (typeof data42 != "string") {
                      let err120 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "type", params: { type: "string" } };
                      vErrors === null ? vErrors = [err120] : vErrors.push(err120), errors++;
                    }
                    if (data42 !== "label") {
                      let err121 = { instancePath: instancePath + "/steps/" + i0 + "/kind", keyword: "enum", params: { allowedValues: schema11.properties.steps.items.oneOf[6].properties.kind.enum } };
                      vErrors === null ? vErrors = [err121] : vErrors.push(err121), errors++;
                    }
                  }
                  if (data22.labels !== void 0) {
                    let data43 = data22.labels;
                    if (data43 && typeof data43 == "object" && !Array.isArray(data43)) {
                      for (let key19 in data43) {
                        let _errs132 = errors;
                        if (typeof key19 == "string" && !pattern7.test(key19)) {
                          let err122 = { instancePath: instancePath + "/steps/" + i0 + "/labels", keyword: "pattern", params: { pattern: "^(?!stowage\\.)[^=\\s]+$" }, propertyName: key19 };
                          vErrors === null ? vErrors = [err122] : vErrors.push(err122), errors++;
                        }
                        var valid40 = _errs132 === errors;
                        if (!valid40) {
                          let err123 = { instancePath: instancePath + "/steps/" + i0 + "/labels", keyword: "propertyNames", params: { propertyName: key19 } };
                          vErrors === null ? vErrors = [err123] : vErrors.push(err123), errors++;
                        }
                      }
                      for (let key20 in data43)
                        if (typeof data43[key20] != "string") {
                          let err124 = { instancePath: instancePath + "/steps/" + i0 + "/labels/" + key20.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
                          vErrors === null ? vErrors = [err124] : vErrors.push(err124), errors++;
                        }
                    } else {
                      let err125 = { instancePath: instancePath + "/steps/" + i0 + "/labels", keyword: "type", params: { type: "object" } };
                      vErrors === null ? vErrors = [err125] : vErrors.push(err125), errors++;
                    }
                  }
                } else {
                  let err126 = { instancePath: instancePath + "/steps/" + i0, keyword: "type", params: { type: "object" } };
                  vErrors === null ? vErrors = [err126] : vErrors.push(err126), errors++;
                }
              else {
                let err127 = { instancePath: instancePath + "/steps/" + i0, keyword: "discriminator", params: { error: "mapping", tag: "kind", tagValue: tag1 } };
                vErrors === null ? vErrors = [err127] : vErrors.push(err127), errors++;
              }
            else {
              let err128 = { instancePath: instancePath + "/steps/" + i0, keyword: "discriminator", params: { error: "tag", tag: "kind", tagValue: tag1 } };
              vErrors === null ? vErrors = [err128] : vErrors.push(err128), errors++;
            }
          } else {
            let err129 = { instancePath: instancePath + "/steps/" + i0, keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err129] : vErrors.push(err129), errors++;
          }
        }
      } else {
        let err130 = { instancePath: instancePath + "/steps", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err130] : vErrors.push(err130), errors++;
      }
    }
    if (data.env !== void 0) {
      let data45 = data.env;
      if (data45 && typeof data45 == "object" && !Array.isArray(data45)) {
        for (let key21 in data45) {
          let _errs138 = errors;
          if (typeof key21 == "string" && !pattern5.test(key21)) {
            let err131 = { instancePath: instancePath + "/env", keyword: "pattern", params: { pattern: "^[^=\\0\\s]+$" }, propertyName: key21 };
            vErrors === null ? vErrors = [err131] : vErrors.push(err131), errors++;
          }
          var valid42 = _errs138 === errors;
          if (!valid42) {
            let err132 = { instancePath: instancePath + "/env", keyword: "propertyNames", params: { propertyName: key21 } };
            vErrors === null ? vErrors = [err132] : vErrors.push(err132), errors++;
          }
        }
        for (let key22 in data45)
          if (typeof data45[key22] != "string") {
            let err133 = { instancePath: instancePath + "/env/" + key22.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err133] : vErrors.push(err133), errors++;
          }
      } else {
        let err134 = { instancePath: instancePath + "/env", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err134] : vErrors.push(err134), errors++;
      }
    }
    if (data.workdir !== void 0) {
      let data47 = data.workdir;
      if (typeof data47 == "string") {
        if (func3(data47) < 1) {
          let err135 = { instancePath: instancePath + "/workdir", keyword: "minLength", params: { limit: 1 } };
          vErrors === null ? vErrors = [err135] : vErrors.push(err135), errors++;
        }
      } else {
        let err136 = { instancePath: instancePath + "/workdir", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err136] : vErrors.push(err136), errors++;
      }
    }
    if (data.user !== void 0) {
      let data48 = data.user;
      if (typeof data48 == "string") {
        if (func3(data48) < 1) {
          let err137 = { instancePath: instancePath + "/user", keyword: "minLength", params: { limit: 1 } };
          vErrors === null ? vErrors = [err137] : vErrors.push(err137), errors++;
        }
      } else {
        let err138 = { instancePath: instancePath + "/user", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err138] : vErrors.push(err138), errors++;
      }
    }
    if (data.expose !== void 0) {
      let data49 = data.expose;
      if (Array.isArray(data49)) {
        let len4 = data49.length;
        for (let i4 = 0; i4 < len4; i4++) {
          let data50 = data49[i4];
          if (typeof data50 == "string") {
            if (!pattern6.test(data50)) {
              let err139 = { instancePath: instancePath + "/expose/" + i4, keyword: "pattern", params: { pattern: "^(?:[1-9]\\d{0,4})/(?:tcp|udp)$" } };
              vErrors === null ? vErrors = [err139] : vErrors.push(err139), errors++;
            }
          } else {
            let err140 = { instancePath: instancePath + "/expose/" + i4, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err140] : vErrors.push(err140), errors++;
          }
        }
      } else {
        let err141 = { instancePath: instancePath + "/expose", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err141] : vErrors.push(err141), errors++;
      }
    }
    if (data.entrypoint !== void 0) {
      let data51 = data.entrypoint;
      if (Array.isArray(data51)) {
        let len5 = data51.length;
        for (let i5 = 0; i5 < len5; i5++)
          if (typeof data51[i5] != "string") {
            let err142 = { instancePath: instancePath + "/entrypoint/" + i5, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err142] : vErrors.push(err142), errors++;
          }
      } else {
        let err143 = { instancePath: instancePath + "/entrypoint", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err143] : vErrors.push(err143), errors++;
      }
    }
    if (data.command !== void 0) {
      let data53 = data.command;
      if (Array.isArray(data53)) {
        let len6 = data53.length;
        for (let i6 = 0; i6 < len6; i6++)
          if (typeof data53[i6] != "string") {
            let err144 = { instancePath: instancePath + "/command/" + i6, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err144] : vErrors.push(err144), errors++;
          }
      } else {
        let err145 = { instancePath: instancePath + "/command", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err145] : vErrors.push(err145), errors++;
      }
    }
    if (data.stop_signal !== void 0) {
      let data55 = data.stop_signal;
      if (typeof data55 == "string") {
        if (!pattern10.test(data55)) {
          let err146 = { instancePath: instancePath + "/stop_signal", keyword: "pattern", params: { pattern: "^SIG[A-Z0-9+]+$" } };
          vErrors === null ? vErrors = [err146] : vErrors.push(err146), errors++;
        }
      } else {
        let err147 = { instancePath: instancePath + "/stop_signal", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err147] : vErrors.push(err147), errors++;
      }
    }
    if (data.health !== void 0) {
      let data56 = data.health;
      if (data56 && typeof data56 == "object" && !Array.isArray(data56)) {
        if (data56.test === void 0) {
          let err148 = { instancePath: instancePath + "/health", keyword: "required", params: { missingProperty: "test" } };
          vErrors === null ? vErrors = [err148] : vErrors.push(err148), errors++;
        }
        for (let key23 in data56)
          if (!(key23 === "test" || key23 === "interval" || key23 === "timeout" || key23 === "start_period" || key23 === "start_interval" || key23 === "retries")) {
            let err149 = { instancePath: instancePath + "/health", keyword: "additionalProperties", params: { additionalProperty: key23 } };
            vErrors === null ? vErrors = [err149] : vErrors.push(err149), errors++;
          }
        if (data56.test !== void 0) {
          let data57 = data56.test;
          if (Array.isArray(data57)) {
            let len7 = data57.length;
            for (let i7 = 0; i7 < len7; i7++)
              if (typeof data57[i7] != "string") {
                let err150 = { instancePath: instancePath + "/health/test/" + i7, keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err150] : vErrors.push(err150), errors++;
              }
          } else {
            let err151 = { instancePath: instancePath + "/health/test", keyword: "type", params: { type: "array" } };
            vErrors === null ? vErrors = [err151] : vErrors.push(err151), errors++;
          }
        }
        if (data56.interval !== void 0) {
          let data59 = data56.interval;
          if (!(typeof data59 == "number" && !(data59 % 1) && !isNaN(data59) && isFinite(data59))) {
            let err152 = { instancePath: instancePath + "/health/interval", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err152] : vErrors.push(err152), errors++;
          }
          if (typeof data59 == "number" && isFinite(data59) && (data59 < 1 || isNaN(data59))) {
            let err153 = { instancePath: instancePath + "/health/interval", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
            vErrors === null ? vErrors = [err153] : vErrors.push(err153), errors++;
          }
        }
        if (data56.timeout !== void 0) {
          let data60 = data56.timeout;
          if (!(typeof data60 == "number" && !(data60 % 1) && !isNaN(data60) && isFinite(data60))) {
            let err154 = { instancePath: instancePath + "/health/timeout", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err154] : vErrors.push(err154), errors++;
          }
          if (typeof data60 == "number" && isFinite(data60) && (data60 < 1 || isNaN(data60))) {
            let err155 = { instancePath: instancePath + "/health/timeout", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
            vErrors === null ? vErrors = [err155] : vErrors.push(err155), errors++;
          }
        }
        if (data56.start_period !== void 0) {
          let data61 = data56.start_period;
          if (!(typeof data61 == "number" && !(data61 % 1) && !isNaN(data61) && isFinite(data61))) {
            let err156 = { instancePath: instancePath + "/health/start_period", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err156] : vErrors.push(err156), errors++;
          }
          if (typeof data61 == "number" && isFinite(data61) && (data61 < 0 || isNaN(data61))) {
            let err157 = { instancePath: instancePath + "/health/start_period", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
            vErrors === null ? vErrors = [err157] : vErrors.push(err157), errors++;
          }
        }
        if (data56.start_interval !== void 0) {
          let data62 = data56.start_interval;
          if (!(typeof data62 == "number" && !(data62 % 1) && !isNaN(data62) && isFinite(data62))) {
            let err158 = { instancePath: instancePath + "/health/start_interval", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err158] : vErrors.push(err158), errors++;
          }
          if (typeof data62 == "number" && isFinite(data62) && (data62 < 1 || isNaN(data62))) {
            let err159 = { instancePath: instancePath + "/health/start_interval", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
            vErrors === null ? vErrors = [err159] : vErrors.push(err159), errors++;
          }
        }
        if (data56.retries !== void 0) {
          let data63 = data56.retries;
          if (!(typeof data63 == "number" && !(data63 % 1) && !isNaN(data63) && isFinite(data63))) {
            let err160 = { instancePath: instancePath + "/health/retries", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err160] : vErrors.push(err160), errors++;
          }
          if (typeof data63 == "number" && isFinite(data63) && (data63 < 1 || isNaN(data63))) {
            let err161 = { instancePath: instancePath + "/health/retries", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
            vErrors === null ? vErrors = [err161] : vErrors.push(err161), errors++;
          }
        }
      } else {
        let err162 = { instancePath: instancePath + "/health", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err162] : vErrors.push(err162), errors++;
      }
    }
    if (data.labels !== void 0) {
      let data64 = data.labels;
      if (data64 && typeof data64 == "object" && !Array.isArray(data64)) {
        for (let key24 in data64) {
          let _errs179 = errors;
          if (typeof key24 == "string" && !pattern7.test(key24)) {
            let err163 = { instancePath: instancePath + "/labels", keyword: "pattern", params: { pattern: "^(?!stowage\\.)[^=\\s]+$" }, propertyName: key24 };
            vErrors === null ? vErrors = [err163] : vErrors.push(err163), errors++;
          }
          var valid53 = _errs179 === errors;
          if (!valid53) {
            let err164 = { instancePath: instancePath + "/labels", keyword: "propertyNames", params: { propertyName: key24 } };
            vErrors === null ? vErrors = [err164] : vErrors.push(err164), errors++;
          }
        }
        for (let key25 in data64)
          if (typeof data64[key25] != "string") {
            let err165 = { instancePath: instancePath + "/labels/" + key25.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err165] : vErrors.push(err165), errors++;
          }
      } else {
        let err166 = { instancePath: instancePath + "/labels", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err166] : vErrors.push(err166), errors++;
      }
    }
    if (data.tags !== void 0) {
      let data66 = data.tags;
      if (Array.isArray(data66)) {
        let len8 = data66.length;
        for (let i8 = 0; i8 < len8; i8++) {
          let data67 = data66[i8];
          if (typeof data67 == "string") {
            if (!pattern12.test(data67)) {
              let err167 = { instancePath: instancePath + "/tags/" + i8, keyword: "pattern", params: { pattern: "^(?:(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+(?::[0-9]{1,5})?|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?:[0-9]{1,5}|\\[[0-9a-f]*:[0-9a-f:]*\\](?::[0-9]{1,5})?)/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*|[a-z0-9]+(?:(?:_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)+|[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$" } };
              vErrors === null ? vErrors = [err167] : vErrors.push(err167), errors++;
            }
          } else {
            let err168 = { instancePath: instancePath + "/tags/" + i8, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err168] : vErrors.push(err168), errors++;
          }
        }
      } else {
        let err169 = { instancePath: instancePath + "/tags", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err169] : vErrors.push(err169), errors++;
      }
    }
  } else {
    let err170 = { instancePath, keyword: "type", params: { type: "object" } };
    vErrors === null ? vErrors = [err170] : vErrors.push(err170), errors++;
  }
  return validate10.errors = vErrors, errors === 0;
}
var validate_volume = validate11;
var pattern13 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_.-]+$", "u");
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === void 0) {
      let err0 = { instancePath, keyword: "required", params: { missingProperty: "name" } };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    for (let key0 in data)
      if (!(key0 === "name" || key0 === "driver" || key0 === "driver_options" || key0 === "labels")) {
        let err1 = { instancePath, keyword: "additionalProperties", params: { additionalProperty: key0 } };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
    if (data.name !== void 0) {
      let data0 = data.name;
      if (typeof data0 == "string") {
        if (!pattern13.test(data0)) {
          let err2 = { instancePath: instancePath + "/name", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]+$" } };
          vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
        }
      } else {
        let err3 = { instancePath: instancePath + "/name", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
    }
    if (data.driver !== void 0) {
      let data1 = data.driver;
      if (typeof data1 == "string") {
        if (func3(data1) < 1) {
          let err4 = { instancePath: instancePath + "/driver", keyword: "minLength", params: { limit: 1 } };
          vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
        }
      } else {
        let err5 = { instancePath: instancePath + "/driver", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
      }
    }
    if (data.driver_options !== void 0) {
      let data2 = data.driver_options;
      if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
        for (let key1 in data2)
          if (typeof data2[key1] != "string") {
            let err6 = { instancePath: instancePath + "/driver_options/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
          }
      } else {
        let err7 = { instancePath: instancePath + "/driver_options", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
      }
    }
    if (data.labels !== void 0) {
      let data4 = data.labels;
      if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
        for (let key2 in data4) {
          let _errs13 = errors;
          if (typeof key2 == "string" && !pattern7.test(key2)) {
            let err8 = { instancePath: instancePath + "/labels", keyword: "pattern", params: { pattern: "^(?!stowage\\.)[^=\\s]+$" }, propertyName: key2 };
            vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
          }
          var valid2 = _errs13 === errors;
          if (!valid2) {
            let err9 = { instancePath: instancePath + "/labels", keyword: "propertyNames", params: { propertyName: key2 } };
            vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
          }
        }
        for (let key3 in data4)
          if (typeof data4[key3] != "string") {
            let err10 = { instancePath: instancePath + "/labels/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
          }
      } else {
        let err11 = { instancePath: instancePath + "/labels", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
      }
    }
  } else {
    let err12 = { instancePath, keyword: "type", params: { type: "object" } };
    vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
  }
  return validate11.errors = vErrors, errors === 0;
}
var validate_network = validate12, schema13 = { type: "object", properties: { name: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]+$" }, driver: { type: "string", enum: ["bridge", "macvlan", "ipvlan"] }, driver_options: { type: "object", additionalProperties: { type: "string" } }, internal: { type: "boolean" }, subnet: { type: "string", pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}/(?:[89]|[12]\\d|30)$" }, gateway: { type: "string", pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$" }, ip_range: { type: "string", pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}/(?:[89]|[12]\\d|3[0-2])$" }, aux_addresses: { type: "object", additionalProperties: { type: "string", pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$" } }, ipv6: { type: "boolean" }, ipam: { type: "array", items: { type: "object", properties: { subnet: { type: "string", pattern: "^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}/(?:[89]|[12]\\d|30)|(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?/(?:[89]|[1-9]\\d|1[01]\\d|12[0-6]))$" }, gateway: { type: "string", pattern: "^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?)$" }, ip_range: { type: "string", pattern: "^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}/(?:[89]|[12]\\d|3[0-2])|(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?/(?:[89]|[1-9]\\d|1[01]\\d|12[0-8]))$" }, aux_addresses: { type: "object", additionalProperties: { type: "string", pattern: "^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?)$" } } }, required: ["subnet"], additionalProperties: !1 } }, mtu: { type: "integer", minimum: 68, maximum: 65535 }, labels: { type: "object", additionalProperties: { type: "string" }, propertyNames: { pattern: "^(?!stowage\\.)[^=\\s]+$" } } }, required: ["name"], additionalProperties: !1 }, pattern16 = new RegExp("^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}/(?:[89]|[12]\\d|30)$", "u"), pattern17 = new RegExp("^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$", "u"), pattern18 = new RegExp("^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}/(?:[89]|[12]\\d|3[0-2])$", "u"), pattern20 = new RegExp("^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}/(?:[89]|[12]\\d|30)|(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?/(?:[89]|[1-9]\\d|1[01]\\d|12[0-6]))$", "u"), pattern21 = new RegExp("^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?)$", "u"), pattern22 = new RegExp("^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}/(?:[89]|[12]\\d|3[0-2])|(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?/(?:[89]|[1-9]\\d|1[01]\\d|12[0-8]))$", "u");
function validate12(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === void 0) {
      let err0 = { instancePath, keyword: "required", params: { missingProperty: "name" } };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    for (let key0 in data)
      if (!func2.call(schema13.properties, key0)) {
        let err1 = { instancePath, keyword: "additionalProperties", params: { additionalProperty: key0 } };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
    if (data.name !== void 0) {
      let data0 = data.name;
      if (typeof data0 == "string") {
        if (!pattern13.test(data0)) {
          let err2 = { instancePath: instancePath + "/name", keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]+$" } };
          vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
        }
      } else {
        let err3 = { instancePath: instancePath + "/name", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
    }
    if (data.driver !== void 0) {
      let data1 = data.driver;
      if (typeof data1 != "string") {
        let err4 = { instancePath: instancePath + "/driver", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
      }
      if (!(data1 === "bridge" || data1 === "macvlan" || data1 === "ipvlan")) {
        let err5 = { instancePath: instancePath + "/driver", keyword: "enum", params: { allowedValues: schema13.properties.driver.enum } };
        vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
      }
    }
    if (data.driver_options !== void 0) {
      let data2 = data.driver_options;
      if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
        for (let key1 in data2)
          if (typeof data2[key1] != "string") {
            let err6 = { instancePath: instancePath + "/driver_options/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
          }
      } else {
        let err7 = { instancePath: instancePath + "/driver_options", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
      }
    }
    if (data.internal !== void 0 && typeof data.internal != "boolean") {
      let err8 = { instancePath: instancePath + "/internal", keyword: "type", params: { type: "boolean" } };
      vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
    }
    if (data.subnet !== void 0) {
      let data5 = data.subnet;
      if (typeof data5 == "string") {
        if (!pattern16.test(data5)) {
          let err9 = { instancePath: instancePath + "/subnet", keyword: "pattern", params: { pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}/(?:[89]|[12]\\d|30)$" } };
          vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
        }
      } else {
        let err10 = { instancePath: instancePath + "/subnet", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
      }
    }
    if (data.gateway !== void 0) {
      let data6 = data.gateway;
      if (typeof data6 == "string") {
        if (!pattern17.test(data6)) {
          let err11 = { instancePath: instancePath + "/gateway", keyword: "pattern", params: { pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$" } };
          vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
        }
      } else {
        let err12 = { instancePath: instancePath + "/gateway", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
      }
    }
    if (data.ip_range !== void 0) {
      let data7 = data.ip_range;
      if (typeof data7 == "string") {
        if (!pattern18.test(data7)) {
          let err13 = { instancePath: instancePath + "/ip_range", keyword: "pattern", params: { pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}/(?:[89]|[12]\\d|3[0-2])$" } };
          vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
        }
      } else {
        let err14 = { instancePath: instancePath + "/ip_range", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
      }
    }
    if (data.aux_addresses !== void 0) {
      let data8 = data.aux_addresses;
      if (data8 && typeof data8 == "object" && !Array.isArray(data8))
        for (let key2 in data8) {
          let data9 = data8[key2];
          if (typeof data9 == "string") {
            if (!pattern17.test(data9)) {
              let err15 = { instancePath: instancePath + "/aux_addresses/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "pattern", params: { pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$" } };
              vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
            }
          } else {
            let err16 = { instancePath: instancePath + "/aux_addresses/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
          }
        }
      else {
        let err17 = { instancePath: instancePath + "/aux_addresses", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
      }
    }
    if (data.ipv6 !== void 0 && typeof data.ipv6 != "boolean") {
      let err18 = { instancePath: instancePath + "/ipv6", keyword: "type", params: { type: "boolean" } };
      vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
    }
    if (data.ipam !== void 0) {
      let data11 = data.ipam;
      if (Array.isArray(data11)) {
        let len0 = data11.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data12 = data11[i0];
          if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
            if (data12.subnet === void 0) {
              let err19 = { instancePath: instancePath + "/ipam/" + i0, keyword: "required", params: { missingProperty: "subnet" } };
              vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
            }
            for (let key3 in data12)
              if (!(key3 === "subnet" || key3 === "gateway" || key3 === "ip_range" || key3 === "aux_addresses")) {
                let err20 = { instancePath: instancePath + "/ipam/" + i0, keyword: "additionalProperties", params: { additionalProperty: key3 } };
                vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
              }
            if (data12.subnet !== void 0) {
              let data13 = data12.subnet;
              if (typeof data13 == "string") {
                if (!pattern20.test(data13)) {
                  let err21 = { instancePath: instancePath + "/ipam/" + i0 + "/subnet", keyword: "pattern", params: { pattern: "^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}/(?:[89]|[12]\\d|30)|(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?/(?:[89]|[1-9]\\d|1[01]\\d|12[0-6]))$" } };
                  vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
                }
              } else {
                let err22 = { instancePath: instancePath + "/ipam/" + i0 + "/subnet", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
              }
            }
            if (data12.gateway !== void 0) {
              let data14 = data12.gateway;
              if (typeof data14 == "string") {
                if (!pattern21.test(data14)) {
                  let err23 = { instancePath: instancePath + "/ipam/" + i0 + "/gateway", keyword: "pattern", params: { pattern: "^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?)$" } };
                  vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
                }
              } else {
                let err24 = { instancePath: instancePath + "/ipam/" + i0 + "/gateway", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
              }
            }
            if (data12.ip_range !== void 0) {
              let data15 = data12.ip_range;
              if (typeof data15 == "string") {
                if (!pattern22.test(data15)) {
                  let err25 = { instancePath: instancePath + "/ipam/" + i0 + "/ip_range", keyword: "pattern", params: { pattern: "^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}/(?:[89]|[12]\\d|3[0-2])|(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?/(?:[89]|[1-9]\\d|1[01]\\d|12[0-8]))$" } };
                  vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
                }
              } else {
                let err26 = { instancePath: instancePath + "/ipam/" + i0 + "/ip_range", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
              }
            }
            if (data12.aux_addresses !== void 0) {
              let data16 = data12.aux_addresses;
              if (data16 && typeof data16 == "object" && !Array.isArray(data16))
                for (let key4 in data16) {
                  let data17 = data16[key4];
                  if (typeof data17 == "string") {
                    if (!pattern21.test(data17)) {
                      let err27 = { instancePath: instancePath + "/ipam/" + i0 + "/aux_addresses/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "pattern", params: { pattern: "^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?)$" } };
                      vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
                    }
                  } else {
                    let err28 = { instancePath: instancePath + "/ipam/" + i0 + "/aux_addresses/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
                    vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
                  }
                }
              else {
                let err29 = { instancePath: instancePath + "/ipam/" + i0 + "/aux_addresses", keyword: "type", params: { type: "object" } };
                vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
              }
            }
          } else {
            let err30 = { instancePath: instancePath + "/ipam/" + i0, keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
          }
        }
      } else {
        let err31 = { instancePath: instancePath + "/ipam", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
      }
    }
    if (data.mtu !== void 0) {
      let data18 = data.mtu;
      if (!(typeof data18 == "number" && !(data18 % 1) && !isNaN(data18) && isFinite(data18))) {
        let err32 = { instancePath: instancePath + "/mtu", keyword: "type", params: { type: "integer" } };
        vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
      }
      if (typeof data18 == "number" && isFinite(data18)) {
        if (data18 > 65535 || isNaN(data18)) {
          let err33 = { instancePath: instancePath + "/mtu", keyword: "maximum", params: { comparison: "<=", limit: 65535 } };
          vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
        }
        if (data18 < 68 || isNaN(data18)) {
          let err34 = { instancePath: instancePath + "/mtu", keyword: "minimum", params: { comparison: ">=", limit: 68 } };
          vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
        }
      }
    }
    if (data.labels !== void 0) {
      let data19 = data.labels;
      if (data19 && typeof data19 == "object" && !Array.isArray(data19)) {
        for (let key5 in data19) {
          let _errs46 = errors;
          if (typeof key5 == "string" && !pattern7.test(key5)) {
            let err35 = { instancePath: instancePath + "/labels", keyword: "pattern", params: { pattern: "^(?!stowage\\.)[^=\\s]+$" }, propertyName: key5 };
            vErrors === null ? vErrors = [err35] : vErrors.push(err35), errors++;
          }
          var valid7 = _errs46 === errors;
          if (!valid7) {
            let err36 = { instancePath: instancePath + "/labels", keyword: "propertyNames", params: { propertyName: key5 } };
            vErrors === null ? vErrors = [err36] : vErrors.push(err36), errors++;
          }
        }
        for (let key6 in data19)
          if (typeof data19[key6] != "string") {
            let err37 = { instancePath: instancePath + "/labels/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err37] : vErrors.push(err37), errors++;
          }
      } else {
        let err38 = { instancePath: instancePath + "/labels", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err38] : vErrors.push(err38), errors++;
      }
    }
  } else {
    let err39 = { instancePath, keyword: "type", params: { type: "object" } };
    vErrors === null ? vErrors = [err39] : vErrors.push(err39), errors++;
  }
  return validate12.errors = vErrors, errors === 0;
}
var validate_container = validate13, schema14 = { type: "object", properties: { name: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]+$" }, image: { type: "string", minLength: 1 }, command: { type: "array", minItems: 1, items: { type: "string" } }, entrypoint: { type: "array", minItems: 1, items: { type: "string" } }, env: { type: "object", additionalProperties: { type: "string" }, propertyNames: { pattern: "^[^=\\0\\s]+$" } }, user: { type: "string", minLength: 1 }, workdir: { type: "string", pattern: "^/" }, hostname: { type: "string", pattern: "^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$" }, labels: { type: "object", additionalProperties: { type: "string" }, propertyNames: { pattern: "^(?!stowage\\.)[^=\\s]+$" } }, mounts: { type: "array", items: { type: "object", properties: { type: { type: "string", enum: ["volume", "bind"] }, source: { type: "string", minLength: 1 }, target: { type: "string", pattern: "^/" }, read_only: { type: "boolean" }, propagation: { type: "string", enum: ["rprivate", "private", "rshared", "shared", "rslave", "slave"] }, create_host_path: { type: "boolean" }, recursive: { type: "string", enum: ["enabled", "disabled", "writable", "readonly"] }, selinux: { type: "string", enum: ["shared", "private"] }, no_copy: { type: "boolean" }, subpath: { type: "string", pattern: "^(?!/)(?!(?:.*/)?\\.\\.(?:/|$)).+$" } }, required: ["type", "source", "target"], additionalProperties: !1 } }, tmpfs: { type: "object", propertyNames: { pattern: "^/" }, additionalProperties: { type: "object", properties: { size: { type: "integer", minimum: 4096 }, mode: { type: "string", pattern: "^[0-7]{3,4}$" }, options: { type: "array", items: { type: "string", pattern: "^(?!(?:size|mode)=)[a-z_]+(?:=[\\w.:%-]+)?$" } } }, required: [], additionalProperties: !1 } }, configs: { type: "array", items: { type: "object", properties: { content: { type: "string" }, target: { type: "string", pattern: "^(?:/[^/:\0]+)*/(?:[^/:\0.][^/:\0]*|\\.[^/:\0.][^/:\0]*|\\.\\.[^/:\0]+)$" }, uid: { type: "integer", minimum: 0, maximum: 2147483647 }, gid: { type: "integer", minimum: 0, maximum: 2147483647 }, mode: { type: "string", pattern: "^0?[0-7]{3}$" } }, required: ["content", "target"], additionalProperties: !1 } }, secrets: { type: "array", items: { type: "object", properties: { content: { type: "string" }, target: { type: "string", pattern: "^(?:/[^/:\0]+)*/(?:[^/:\0.][^/:\0]*|\\.[^/:\0.][^/:\0]*|\\.\\.[^/:\0]+)$" }, uid: { type: "integer", minimum: 0, maximum: 2147483647 }, gid: { type: "integer", minimum: 0, maximum: 2147483647 }, mode: { type: "string", pattern: "^0?[0-7]{3}$" } }, required: ["content", "target"], additionalProperties: !1 } }, ports: { type: "array", items: { type: "object", properties: { host_ip: { type: "string", pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$" }, host: { type: "integer", minimum: 1, maximum: 65535 }, container: { type: "integer", minimum: 1, maximum: 65535 }, protocol: { type: "string", enum: ["tcp", "udp"] } }, required: ["host", "container"], additionalProperties: !1 } }, networks: { type: "object", additionalProperties: { type: "object", properties: { aliases: { type: "array", items: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]*$" } }, ipv4: { type: "string", pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$" }, ipv6: { type: "string", pattern: "^(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?$" }, link_local: { type: "array", items: { type: "string", pattern: "^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?)$" } }, mac: { type: "string", pattern: "^[0-9A-Fa-f][02468ACEace](?::[0-9A-Fa-f]{2}){5}$" }, gw_priority: { type: "integer", minimum: -2147483648, maximum: 2147483647 }, driver_options: { type: "object", additionalProperties: { type: "string" } } }, required: [], additionalProperties: !1 } }, restart: { type: "object", properties: { policy: { type: "string", enum: ["no", "on-failure", "always", "unless-stopped"] }, max_retries: { type: "integer", minimum: 1 } }, required: ["policy"], additionalProperties: !1 }, memory: { type: "integer", minimum: 6291456 }, cpus: { type: "number", minimum: 0.01 }, pids: { type: "integer", minimum: 1 }, read_only: { type: "boolean" }, cap_add: { type: "array", items: { type: "string", pattern: "^(?:ALL|[A-Z][A-Z_]+)$" } }, cap_drop: { type: "array", items: { type: "string", pattern: "^(?:ALL|[A-Z][A-Z_]+)$" } }, no_new_privileges: { type: "boolean" }, seccomp: { type: "string", pattern: "^(?:default|unconfined|\\s*\\{[\\s\\S]*\\}\\s*)$" }, stop_signal: { type: "string", pattern: "^SIG[A-Z0-9+]+$" }, stop_timeout: { type: "integer", minimum: 0 }, on_change: { type: "string", enum: ["restart", "signal", "replace", "ignore"] }, reload_signal: { type: "string", pattern: "^SIG[A-Z0-9+]+$" }, init: { type: "boolean" }, health: { type: "object", properties: { test: { type: "array", items: { type: "string" } }, interval: { type: "integer", minimum: 1 }, timeout: { type: "integer", minimum: 1 }, start_period: { type: "integer", minimum: 0 }, start_interval: { type: "integer", minimum: 1 }, retries: { type: "integer", minimum: 1 } }, required: ["test"], additionalProperties: !1 }, job: { type: "boolean" }, state: { type: "string", enum: ["running", "stopped"] }, platform: { type: "string", minLength: 1 }, domainname: { type: "string", pattern: "^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$" }, group_add: { type: "array", items: { type: "string", minLength: 1 } }, tty: { type: "boolean" }, stdin_open: { type: "boolean" }, annotations: { type: "object", additionalProperties: { type: "string" }, propertyNames: { pattern: "^\\S+$" } }, hosts: { type: "object", propertyNames: { pattern: "^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*)$" }, additionalProperties: { type: "string", pattern: "^(?:host-gateway|(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$" } }, dns: { type: "array", items: { type: "string", pattern: "^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$" } }, dns_search: { type: "array", items: { type: "string", minLength: 1 } }, dns_options: { type: "array", items: { type: "string", minLength: 1 } }, network_mode: { type: "string", pattern: "^(?:host|none|container:[A-Za-z0-9][A-Za-z0-9_.-]+)$" }, pid: { type: "string", pattern: "^(?:private|host|container:[A-Za-z0-9][A-Za-z0-9_.-]+)$" }, ipc: { type: "string", pattern: "^(?:private|shareable|host|none|container:[A-Za-z0-9][A-Za-z0-9_.-]+)$" }, uts: { type: "string", enum: ["private", "host"] }, userns: { type: "string", enum: ["host"] }, cgroupns: { type: "string", enum: ["private", "host"] }, memory_swap: { type: "integer", minimum: 6291456 }, memory_reservation: { type: "integer", minimum: 6291456 }, memory_swappiness: { type: "integer", minimum: 0, maximum: 100 }, shm_size: { type: "integer", minimum: 4096 }, oom_score_adj: { type: "integer", minimum: -1e3, maximum: 1e3 }, oom_kill_disable: { type: "boolean" }, cpu_shares: { type: "integer", minimum: 2, maximum: 262144 }, cpu_period: { type: "integer", minimum: 1e3, maximum: 1e6 }, cpu_quota: { type: "integer", minimum: 1e3 }, cpuset: { type: "string", pattern: "^\\d+(?:-\\d+)?(?:,\\d+(?:-\\d+)?)*$" }, cpuset_mems: { type: "string", pattern: "^\\d+(?:-\\d+)?(?:,\\d+(?:-\\d+)?)*$" }, blkio: { type: "object", properties: { weight: { type: "integer", minimum: 10, maximum: 1e3 }, weight_device: { type: "object", propertyNames: { pattern: "^/" }, additionalProperties: { type: "integer", minimum: 10, maximum: 1e3 } }, read_bps: { type: "object", propertyNames: { pattern: "^/" }, additionalProperties: { type: "integer", minimum: 1 } }, write_bps: { type: "object", propertyNames: { pattern: "^/" }, additionalProperties: { type: "integer", minimum: 1 } }, read_iops: { type: "object", propertyNames: { pattern: "^/" }, additionalProperties: { type: "integer", minimum: 1 } }, write_iops: { type: "object", propertyNames: { pattern: "^/" }, additionalProperties: { type: "integer", minimum: 1 } } }, required: [], additionalProperties: !1 }, ulimits: { type: "object", propertyNames: { pattern: "^(?:as|core|cpu|data|fsize|locks|memlock|msgqueue|nice|nofile|nproc|rss|rtprio|rttime|sigpending|stack)$" }, additionalProperties: { type: "object", properties: { soft: { type: "integer", minimum: -1 }, hard: { type: "integer", minimum: -1 } }, required: ["soft", "hard"], additionalProperties: !1 } }, cgroup_parent: { type: "string", minLength: 1 }, storage_opt: { type: "object", additionalProperties: { type: "string" } }, privileged: { type: "boolean" }, apparmor: { type: "string", minLength: 1 }, selinux: { type: "object", properties: { disable: { type: "boolean" }, user: { type: "string", minLength: 1 }, role: { type: "string", minLength: 1 }, type: { type: "string", minLength: 1 }, level: { type: "string", minLength: 1 } }, required: [], additionalProperties: !1 }, masked_paths: { type: "array", items: { type: "string", pattern: "^/" } }, readonly_paths: { type: "array", items: { type: "string", pattern: "^/" } }, devices: { type: "array", items: { type: "object", properties: { host: { type: "string", pattern: "^/" }, container: { type: "string", pattern: "^/" }, permissions: { type: "string", pattern: "^(?:r?w?m?)$", minLength: 1 } }, required: ["host"], additionalProperties: !1 } }, device_cgroup_rules: { type: "array", items: { type: "string", pattern: "^[acb] (?:\\d+|\\*):(?:\\d+|\\*) [rwm]{1,3}$" } }, gpus: { type: "array", items: { type: "object", properties: { driver: { type: "string", minLength: 1 }, count: { type: "integer", minimum: -1 }, ids: { type: "array", items: { type: "string", minLength: 1 } }, capabilities: { type: "array", items: { type: "string", minLength: 1 } }, options: { type: "object", additionalProperties: { type: "string" } } }, required: [], additionalProperties: !1 } }, sysctls: { type: "object", propertyNames: { pattern: "^[a-z][A-Za-z0-9_.-]*$" }, additionalProperties: { type: "string" } }, runtime: { type: "string", minLength: 1 }, log: { type: "object", properties: { driver: { type: "string", minLength: 1 }, options: { type: "object", additionalProperties: { type: "string" } } }, required: ["driver"], additionalProperties: !1 } }, required: ["name", "image"], additionalProperties: !1 }, pattern27 = new RegExp("^/", "u"), pattern28 = new RegExp("^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$", "u"), pattern31 = new RegExp("^(?!/)(?!(?:.*/)?\\.\\.(?:/|$)).+$", "u"), pattern34 = new RegExp("^(?!(?:size|mode)=)[a-z_]+(?:=[\\w.:%-]+)?$", "u"), pattern35 = new RegExp("^(?:/[^/:\0]+)*/(?:[^/:\0.][^/:\0]*|\\.[^/:\0.][^/:\0]*|\\.\\.[^/:\0]+)$", "u"), pattern36 = new RegExp("^0?[0-7]{3}$", "u"), pattern40 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_.-]*$", "u"), pattern42 = new RegExp("^(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?$", "u"), pattern44 = new RegExp("^[0-9A-Fa-f][02468ACEace](?::[0-9A-Fa-f]{2}){5}$", "u"), pattern45 = new RegExp("^(?:ALL|[A-Z][A-Z_]+)$", "u"), pattern47 = new RegExp("^(?:default|unconfined|\\s*\\{[\\s\\S]*\\}\\s*)$", "u"), pattern51 = new RegExp("^\\S+$", "u"), pattern52 = new RegExp("^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*)$", "u"), pattern53 = new RegExp("^(?:host-gateway|(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$", "u"), pattern54 = new RegExp("^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$", "u"), pattern55 = new RegExp("^(?:host|none|container:[A-Za-z0-9][A-Za-z0-9_.-]+)$", "u"), pattern56 = new RegExp("^(?:private|host|container:[A-Za-z0-9][A-Za-z0-9_.-]+)$", "u"), pattern57 = new RegExp("^(?:private|shareable|host|none|container:[A-Za-z0-9][A-Za-z0-9_.-]+)$", "u"), pattern58 = new RegExp("^\\d+(?:-\\d+)?(?:,\\d+(?:-\\d+)?)*$", "u"), pattern65 = new RegExp("^(?:as|core|cpu|data|fsize|locks|memlock|msgqueue|nice|nofile|nproc|rss|rtprio|rttime|sigpending|stack)$", "u"), pattern70 = new RegExp("^(?:r?w?m?)$", "u"), pattern71 = new RegExp("^[acb] (?:\\d+|\\*):(?:\\d+|\\*) [rwm]{1,3}$", "u"), pattern72 = new RegExp("^[a-z][A-Za-z0-9_.-]*$", "u");
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
        if (!pattern13.test(data0)) {
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
          if (typeof key1 == "string" && !pattern5.test(key1)) {
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
        if (!pattern27.test(data9)) {
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
        if (!pattern28.test(data10)) {
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
          if (typeof key3 == "string" && !pattern7.test(key3)) {
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
              if (!func2.call(schema14.properties.mounts.items.properties, key5)) {
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
                if (!pattern27.test(data17)) {
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
            if (data14.propagation !== void 0) {
              let data19 = data14.propagation;
              if (typeof data19 != "string") {
                let err38 = { instancePath: instancePath + "/mounts/" + i2 + "/propagation", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err38] : vErrors.push(err38), errors++;
              }
              if (!(data19 === "rprivate" || data19 === "private" || data19 === "rshared" || data19 === "shared" || data19 === "rslave" || data19 === "slave")) {
                let err39 = { instancePath: instancePath + "/mounts/" + i2 + "/propagation", keyword: "enum", params: { allowedValues: schema14.properties.mounts.items.properties.propagation.enum } };
                vErrors === null ? vErrors = [err39] : vErrors.push(err39), errors++;
              }
            }
            if (data14.create_host_path !== void 0 && typeof data14.create_host_path != "boolean") {
              let err40 = { instancePath: instancePath + "/mounts/" + i2 + "/create_host_path", keyword: "type", params: { type: "boolean" } };
              vErrors === null ? vErrors = [err40] : vErrors.push(err40), errors++;
            }
            if (data14.recursive !== void 0) {
              let data21 = data14.recursive;
              if (typeof data21 != "string") {
                let err41 = { instancePath: instancePath + "/mounts/" + i2 + "/recursive", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err41] : vErrors.push(err41), errors++;
              }
              if (!(data21 === "enabled" || data21 === "disabled" || data21 === "writable" || data21 === "readonly")) {
                let err42 = { instancePath: instancePath + "/mounts/" + i2 + "/recursive", keyword: "enum", params: { allowedValues: schema14.properties.mounts.items.properties.recursive.enum } };
                vErrors === null ? vErrors = [err42] : vErrors.push(err42), errors++;
              }
            }
            if (data14.selinux !== void 0) {
              let data22 = data14.selinux;
              if (typeof data22 != "string") {
                let err43 = { instancePath: instancePath + "/mounts/" + i2 + "/selinux", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err43] : vErrors.push(err43), errors++;
              }
              if (!(data22 === "shared" || data22 === "private")) {
                let err44 = { instancePath: instancePath + "/mounts/" + i2 + "/selinux", keyword: "enum", params: { allowedValues: schema14.properties.mounts.items.properties.selinux.enum } };
                vErrors === null ? vErrors = [err44] : vErrors.push(err44), errors++;
              }
            }
            if (data14.no_copy !== void 0 && typeof data14.no_copy != "boolean") {
              let err45 = { instancePath: instancePath + "/mounts/" + i2 + "/no_copy", keyword: "type", params: { type: "boolean" } };
              vErrors === null ? vErrors = [err45] : vErrors.push(err45), errors++;
            }
            if (data14.subpath !== void 0) {
              let data24 = data14.subpath;
              if (typeof data24 == "string") {
                if (!pattern31.test(data24)) {
                  let err46 = { instancePath: instancePath + "/mounts/" + i2 + "/subpath", keyword: "pattern", params: { pattern: "^(?!/)(?!(?:.*/)?\\.\\.(?:/|$)).+$" } };
                  vErrors === null ? vErrors = [err46] : vErrors.push(err46), errors++;
                }
              } else {
                let err47 = { instancePath: instancePath + "/mounts/" + i2 + "/subpath", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err47] : vErrors.push(err47), errors++;
              }
            }
          } else {
            let err48 = { instancePath: instancePath + "/mounts/" + i2, keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err48] : vErrors.push(err48), errors++;
          }
        }
      } else {
        let err49 = { instancePath: instancePath + "/mounts", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err49] : vErrors.push(err49), errors++;
      }
    }
    if (data.tmpfs !== void 0) {
      let data25 = data.tmpfs;
      if (data25 && typeof data25 == "object" && !Array.isArray(data25)) {
        for (let key6 in data25) {
          let _errs59 = errors;
          if (typeof key6 == "string" && !pattern27.test(key6)) {
            let err50 = { instancePath: instancePath + "/tmpfs", keyword: "pattern", params: { pattern: "^/" }, propertyName: key6 };
            vErrors === null ? vErrors = [err50] : vErrors.push(err50), errors++;
          }
          var valid12 = _errs59 === errors;
          if (!valid12) {
            let err51 = { instancePath: instancePath + "/tmpfs", keyword: "propertyNames", params: { propertyName: key6 } };
            vErrors === null ? vErrors = [err51] : vErrors.push(err51), errors++;
          }
        }
        for (let key7 in data25) {
          let data26 = data25[key7];
          if (data26 && typeof data26 == "object" && !Array.isArray(data26)) {
            for (let key8 in data26)
              if (!(key8 === "size" || key8 === "mode" || key8 === "options")) {
                let err52 = { instancePath: instancePath + "/tmpfs/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "additionalProperties", params: { additionalProperty: key8 } };
                vErrors === null ? vErrors = [err52] : vErrors.push(err52), errors++;
              }
            if (data26.size !== void 0) {
              let data27 = data26.size;
              if (!(typeof data27 == "number" && !(data27 % 1) && !isNaN(data27) && isFinite(data27))) {
                let err53 = { instancePath: instancePath + "/tmpfs/" + key7.replace(/~/g, "~0").replace(/\//g, "~1") + "/size", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err53] : vErrors.push(err53), errors++;
              }
              if (typeof data27 == "number" && isFinite(data27) && (data27 < 4096 || isNaN(data27))) {
                let err54 = { instancePath: instancePath + "/tmpfs/" + key7.replace(/~/g, "~0").replace(/\//g, "~1") + "/size", keyword: "minimum", params: { comparison: ">=", limit: 4096 } };
                vErrors === null ? vErrors = [err54] : vErrors.push(err54), errors++;
              }
            }
            if (data26.mode !== void 0) {
              let data28 = data26.mode;
              if (typeof data28 == "string") {
                if (!pattern4.test(data28)) {
                  let err55 = { instancePath: instancePath + "/tmpfs/" + key7.replace(/~/g, "~0").replace(/\//g, "~1") + "/mode", keyword: "pattern", params: { pattern: "^[0-7]{3,4}$" } };
                  vErrors === null ? vErrors = [err55] : vErrors.push(err55), errors++;
                }
              } else {
                let err56 = { instancePath: instancePath + "/tmpfs/" + key7.replace(/~/g, "~0").replace(/\//g, "~1") + "/mode", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err56] : vErrors.push(err56), errors++;
              }
            }
            if (data26.options !== void 0) {
              let data29 = data26.options;
              if (Array.isArray(data29)) {
                let len3 = data29.length;
                for (let i3 = 0; i3 < len3; i3++) {
                  let data30 = data29[i3];
                  if (typeof data30 == "string") {
                    if (!pattern34.test(data30)) {
                      let err57 = { instancePath: instancePath + "/tmpfs/" + key7.replace(/~/g, "~0").replace(/\//g, "~1") + "/options/" + i3, keyword: "pattern", params: { pattern: "^(?!(?:size|mode)=)[a-z_]+(?:=[\\w.:%-]+)?$" } };
                      vErrors === null ? vErrors = [err57] : vErrors.push(err57), errors++;
                    }
                  } else {
                    let err58 = { instancePath: instancePath + "/tmpfs/" + key7.replace(/~/g, "~0").replace(/\//g, "~1") + "/options/" + i3, keyword: "type", params: { type: "string" } };
                    vErrors === null ? vErrors = [err58] : vErrors.push(err58), errors++;
                  }
                }
              } else {
                let err59 = { instancePath: instancePath + "/tmpfs/" + key7.replace(/~/g, "~0").replace(/\//g, "~1") + "/options", keyword: "type", params: { type: "array" } };
                vErrors === null ? vErrors = [err59] : vErrors.push(err59), errors++;
              }
            }
          } else {
            let err60 = { instancePath: instancePath + "/tmpfs/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err60] : vErrors.push(err60), errors++;
          }
        }
      } else {
        let err61 = { instancePath: instancePath + "/tmpfs", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err61] : vErrors.push(err61), errors++;
      }
    }
    if (data.configs !== void 0) {
      let data31 = data.configs;
      if (Array.isArray(data31)) {
        let len4 = data31.length;
        for (let i4 = 0; i4 < len4; i4++) {
          let data32 = data31[i4];
          if (data32 && typeof data32 == "object" && !Array.isArray(data32)) {
            if (data32.content === void 0) {
              let err62 = { instancePath: instancePath + "/configs/" + i4, keyword: "required", params: { missingProperty: "content" } };
              vErrors === null ? vErrors = [err62] : vErrors.push(err62), errors++;
            }
            if (data32.target === void 0) {
              let err63 = { instancePath: instancePath + "/configs/" + i4, keyword: "required", params: { missingProperty: "target" } };
              vErrors === null ? vErrors = [err63] : vErrors.push(err63), errors++;
            }
            for (let key9 in data32)
              if (!(key9 === "content" || key9 === "target" || key9 === "uid" || key9 === "gid" || key9 === "mode")) {
                let err64 = { instancePath: instancePath + "/configs/" + i4, keyword: "additionalProperties", params: { additionalProperty: key9 } };
                vErrors === null ? vErrors = [err64] : vErrors.push(err64), errors++;
              }
            if (data32.content !== void 0 && typeof data32.content != "string") {
              let err65 = { instancePath: instancePath + "/configs/" + i4 + "/content", keyword: "type", params: { type: "string" } };
              vErrors === null ? vErrors = [err65] : vErrors.push(err65), errors++;
            }
            if (data32.target !== void 0) {
              let data34 = data32.target;
              if (typeof data34 == "string") {
                if (!pattern35.test(data34)) {
                  let err66 = { instancePath: instancePath + "/configs/" + i4 + "/target", keyword: "pattern", params: { pattern: "^(?:/[^/:\0]+)*/(?:[^/:\0.][^/:\0]*|\\.[^/:\0.][^/:\0]*|\\.\\.[^/:\0]+)$" } };
                  vErrors === null ? vErrors = [err66] : vErrors.push(err66), errors++;
                }
              } else {
                let err67 = { instancePath: instancePath + "/configs/" + i4 + "/target", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err67] : vErrors.push(err67), errors++;
              }
            }
            if (data32.uid !== void 0) {
              let data35 = data32.uid;
              if (!(typeof data35 == "number" && !(data35 % 1) && !isNaN(data35) && isFinite(data35))) {
                let err68 = { instancePath: instancePath + "/configs/" + i4 + "/uid", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err68] : vErrors.push(err68), errors++;
              }
              if (typeof data35 == "number" && isFinite(data35)) {
                if (data35 > 2147483647 || isNaN(data35)) {
                  let err69 = { instancePath: instancePath + "/configs/" + i4 + "/uid", keyword: "maximum", params: { comparison: "<=", limit: 2147483647 } };
                  vErrors === null ? vErrors = [err69] : vErrors.push(err69), errors++;
                }
                if (data35 < 0 || isNaN(data35)) {
                  let err70 = { instancePath: instancePath + "/configs/" + i4 + "/uid", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
                  vErrors === null ? vErrors = [err70] : vErrors.push(err70), errors++;
                }
              }
            }
            if (data32.gid !== void 0) {
              let data36 = data32.gid;
              if (!(typeof data36 == "number" && !(data36 % 1) && !isNaN(data36) && isFinite(data36))) {
                let err71 = { instancePath: instancePath + "/configs/" + i4 + "/gid", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err71] : vErrors.push(err71), errors++;
              }
              if (typeof data36 == "number" && isFinite(data36)) {
                if (data36 > 2147483647 || isNaN(data36)) {
                  let err72 = { instancePath: instancePath + "/configs/" + i4 + "/gid", keyword: "maximum", params: { comparison: "<=", limit: 2147483647 } };
                  vErrors === null ? vErrors = [err72] : vErrors.push(err72), errors++;
                }
                if (data36 < 0 || isNaN(data36)) {
                  let err73 = { instancePath: instancePath + "/configs/" + i4 + "/gid", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
                  vErrors === null ? vErrors = [err73] : vErrors.push(err73), errors++;
                }
              }
            }
            if (data32.mode !== void 0) {
              let data37 = data32.mode;
              if (typeof data37 == "string") {
                if (!pattern36.test(data37)) {
                  let err74 = { instancePath: instancePath + "/configs/" + i4 + "/mode", keyword: "pattern", params: { pattern: "^0?[0-7]{3}$" } };
                  vErrors === null ? vErrors = [err74] : vErrors.push(err74), errors++;
                }
              } else {
                let err75 = { instancePath: instancePath + "/configs/" + i4 + "/mode", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err75] : vErrors.push(err75), errors++;
              }
            }
          } else {
            let err76 = { instancePath: instancePath + "/configs/" + i4, keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err76] : vErrors.push(err76), errors++;
          }
        }
      } else {
        let err77 = { instancePath: instancePath + "/configs", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err77] : vErrors.push(err77), errors++;
      }
    }
    if (data.secrets !== void 0) {
      let data38 = data.secrets;
      if (Array.isArray(data38)) {
        let len5 = data38.length;
        for (let i5 = 0; i5 < len5; i5++) {
          let data39 = data38[i5];
          if (data39 && typeof data39 == "object" && !Array.isArray(data39)) {
            if (data39.content === void 0) {
              let err78 = { instancePath: instancePath + "/secrets/" + i5, keyword: "required", params: { missingProperty: "content" } };
              vErrors === null ? vErrors = [err78] : vErrors.push(err78), errors++;
            }
            if (data39.target === void 0) {
              let err79 = { instancePath: instancePath + "/secrets/" + i5, keyword: "required", params: { missingProperty: "target" } };
              vErrors === null ? vErrors = [err79] : vErrors.push(err79), errors++;
            }
            for (let key10 in data39)
              if (!(key10 === "content" || key10 === "target" || key10 === "uid" || key10 === "gid" || key10 === "mode")) {
                let err80 = { instancePath: instancePath + "/secrets/" + i5, keyword: "additionalProperties", params: { additionalProperty: key10 } };
                vErrors === null ? vErrors = [err80] : vErrors.push(err80), errors++;
              }
            if (data39.content !== void 0 && typeof data39.content != "string") {
              let err81 = { instancePath: instancePath + "/secrets/" + i5 + "/content", keyword: "type", params: { type: "string" } };
              vErrors === null ? vErrors = [err81] : vErrors.push(err81), errors++;
            }
            if (data39.target !== void 0) {
              let data41 = data39.target;
              if (typeof data41 == "string") {
                if (!pattern35.test(data41)) {
                  let err82 = { instancePath: instancePath + "/secrets/" + i5 + "/target", keyword: "pattern", params: { pattern: "^(?:/[^/:\0]+)*/(?:[^/:\0.][^/:\0]*|\\.[^/:\0.][^/:\0]*|\\.\\.[^/:\0]+)$" } };
                  vErrors === null ? vErrors = [err82] : vErrors.push(err82), errors++;
                }
              } else {
                let err83 = { instancePath: instancePath + "/secrets/" + i5 + "/target", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err83] : vErrors.push(err83), errors++;
              }
            }
            if (data39.uid !== void 0) {
              let data42 = data39.uid;
              if (!(typeof data42 == "number" && !(data42 % 1) && !isNaN(data42) && isFinite(data42))) {
                let err84 = { instancePath: instancePath + "/secrets/" + i5 + "/uid", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err84] : vErrors.push(err84), errors++;
              }
              if (typeof data42 == "number" && isFinite(data42)) {
                if (data42 > 2147483647 || isNaN(data42)) {
                  let err85 = { instancePath: instancePath + "/secrets/" + i5 + "/uid", keyword: "maximum", params: { comparison: "<=", limit: 2147483647 } };
                  vErrors === null ? vErrors = [err85] : vErrors.push(err85), errors++;
                }
                if (data42 < 0 || isNaN(data42)) {
                  let err86 = { instancePath: instancePath + "/secrets/" + i5 + "/uid", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
                  vErrors === null ? vErrors = [err86] : vErrors.push(err86), errors++;
                }
              }
            }
            if (data39.gid !== void 0) {
              let data43 = data39.gid;
              if (!(typeof data43 == "number" && !(data43 % 1) && !isNaN(data43) && isFinite(data43))) {
                let err87 = { instancePath: instancePath + "/secrets/" + i5 + "/gid", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err87] : vErrors.push(err87), errors++;
              }
              if (typeof data43 == "number" && isFinite(data43)) {
                if (data43 > 2147483647 || isNaN(data43)) {
                  let err88 = { instancePath: instancePath + "/secrets/" + i5 + "/gid", keyword: "maximum", params: { comparison: "<=", limit: 2147483647 } };
                  vErrors === null ? vErrors = [err88] : vErrors.push(err88), errors++;
                }
                if (data43 < 0 || isNaN(data43)) {
                  let err89 = { instancePath: instancePath + "/secrets/" + i5 + "/gid", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
                  vErrors === null ? vErrors = [err89] : vErrors.push(err89), errors++;
                }
              }
            }
            if (data39.mode !== void 0) {
              let data44 = data39.mode;
              if (typeof data44 == "string") {
                if (!pattern36.test(data44)) {
                  let err90 = { instancePath: instancePath + "/secrets/" + i5 + "/mode", keyword: "pattern", params: { pattern: "^0?[0-7]{3}$" } };
                  vErrors === null ? vErrors = [err90] : vErrors.push(err90), errors++;
                }
              } else {
                let err91 = { instancePath: instancePath + "/secrets/" + i5 + "/mode", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err91] : vErrors.push(err91), errors++;
              }
            }
          } else {
            let err92 = { instancePath: instancePath + "/secrets/" + i5, keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err92] : vErrors.push(err92), errors++;
          }
        }
      } else {
        let err93 = { instancePath: instancePath + "/secrets", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err93] : vErrors.push(err93), errors++;
      }
    }
    if (data.ports !== void 0) {
      let data45 = data.ports;
      if (Array.isArray(data45)) {
        let len6 = data45.length;
        for (let i6 = 0; i6 < len6; i6++) {
          let data46 = data45[i6];
          if (data46 && typeof data46 == "object" && !Array.isArray(data46)) {
            if (data46.host === void 0) {
              let err94 = { instancePath: instancePath + "/ports/" + i6, keyword: "required", params: { missingProperty: "host" } };
              vErrors === null ? vErrors = [err94] : vErrors.push(err94), errors++;
            }
            if (data46.container === void 0) {
              let err95 = { instancePath: instancePath + "/ports/" + i6, keyword: "required", params: { missingProperty: "container" } };
              vErrors === null ? vErrors = [err95] : vErrors.push(err95), errors++;
            }
            for (let key11 in data46)
              if (!(key11 === "host_ip" || key11 === "host" || key11 === "container" || key11 === "protocol")) {
                let err96 = { instancePath: instancePath + "/ports/" + i6, keyword: "additionalProperties", params: { additionalProperty: key11 } };
                vErrors === null ? vErrors = [err96] : vErrors.push(err96), errors++;
              }
            if (data46.host_ip !== void 0) {
              let data47 = data46.host_ip;
              if (typeof data47 == "string") {
                if (!pattern17.test(data47)) {
                  let err97 = { instancePath: instancePath + "/ports/" + i6 + "/host_ip", keyword: "pattern", params: { pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$" } };
                  vErrors === null ? vErrors = [err97] : vErrors.push(err97), errors++;
                }
              } else {
                let err98 = { instancePath: instancePath + "/ports/" + i6 + "/host_ip", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err98] : vErrors.push(err98), errors++;
              }
            }
            if (data46.host !== void 0) {
              let data48 = data46.host;
              if (!(typeof data48 == "number" && !(data48 % 1) && !isNaN(data48) && isFinite(data48))) {
                let err99 = { instancePath: instancePath + "/ports/" + i6 + "/host", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err99] : vErrors.push(err99), errors++;
              }
              if (typeof data48 == "number" && isFinite(data48)) {
                if (data48 > 65535 || isNaN(data48)) {
                  let err100 = { instancePath: instancePath + "/ports/" + i6 + "/host", keyword: "maximum", params: { comparison: "<=", limit: 65535 } };
                  vErrors === null ? vErrors = [err100] : vErrors.push(err100), errors++;
                }
                if (data48 < 1 || isNaN(data48)) {
                  let err101 = { instancePath: instancePath + "/ports/" + i6 + "/host", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
                  vErrors === null ? vErrors = [err101] : vErrors.push(err101), errors++;
                }
              }
            }
            if (data46.container !== void 0) {
              let data49 = data46.container;
              if (!(typeof data49 == "number" && !(data49 % 1) && !isNaN(data49) && isFinite(data49))) {
                let err102 = { instancePath: instancePath + "/ports/" + i6 + "/container", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err102] : vErrors.push(err102), errors++;
              }
              if (typeof data49 == "number" && isFinite(data49)) {
                if (data49 > 65535 || isNaN(data49)) {
                  let err103 = { instancePath: instancePath + "/ports/" + i6 + "/container", keyword: "maximum", params: { comparison: "<=", limit: 65535 } };
                  vErrors === null ? vErrors = [err103] : vErrors.push(err103), errors++;
                }
                if (data49 < 1 || isNaN(data49)) {
                  let err104 = { instancePath: instancePath + "/ports/" + i6 + "/container", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
                  vErrors === null ? vErrors = [err104] : vErrors.push(err104), errors++;
                }
              }
            }
            if (data46.protocol !== void 0) {
              let data50 = data46.protocol;
              if (typeof data50 != "string") {
                let err105 = { instancePath: instancePath + "/ports/" + i6 + "/protocol", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err105] : vErrors.push(err105), errors++;
              }
              if (!(data50 === "tcp" || data50 === "udp")) {
                let err106 = { instancePath: instancePath + "/ports/" + i6 + "/protocol", keyword: "enum", params: { allowedValues: schema14.properties.ports.items.properties.protocol.enum } };
                vErrors === null ? vErrors = [err106] : vErrors.push(err106), errors++;
              }
            }
          } else {
            let err107 = { instancePath: instancePath + "/ports/" + i6, keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err107] : vErrors.push(err107), errors++;
          }
        }
      } else {
        let err108 = { instancePath: instancePath + "/ports", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err108] : vErrors.push(err108), errors++;
      }
    }
    if (data.networks !== void 0) {
      let data51 = data.networks;
      if (data51 && typeof data51 == "object" && !Array.isArray(data51))
        for (let key12 in data51) {
          let data52 = data51[key12];
          if (data52 && typeof data52 == "object" && !Array.isArray(data52)) {
            for (let key13 in data52)
              if (!(key13 === "aliases" || key13 === "ipv4" || key13 === "ipv6" || key13 === "link_local" || key13 === "mac" || key13 === "gw_priority" || key13 === "driver_options")) {
                let err109 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "additionalProperties", params: { additionalProperty: key13 } };
                vErrors === null ? vErrors = [err109] : vErrors.push(err109), errors++;
              }
            if (data52.aliases !== void 0) {
              let data53 = data52.aliases;
              if (Array.isArray(data53)) {
                let len7 = data53.length;
                for (let i7 = 0; i7 < len7; i7++) {
                  let data54 = data53[i7];
                  if (typeof data54 == "string") {
                    if (!pattern40.test(data54)) {
                      let err110 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/aliases/" + i7, keyword: "pattern", params: { pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]*$" } };
                      vErrors === null ? vErrors = [err110] : vErrors.push(err110), errors++;
                    }
                  } else {
                    let err111 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/aliases/" + i7, keyword: "type", params: { type: "string" } };
                    vErrors === null ? vErrors = [err111] : vErrors.push(err111), errors++;
                  }
                }
              } else {
                let err112 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/aliases", keyword: "type", params: { type: "array" } };
                vErrors === null ? vErrors = [err112] : vErrors.push(err112), errors++;
              }
            }
            if (data52.ipv4 !== void 0) {
              let data55 = data52.ipv4;
              if (typeof data55 == "string") {
                if (!pattern17.test(data55)) {
                  let err113 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/ipv4", keyword: "pattern", params: { pattern: "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$" } };
                  vErrors === null ? vErrors = [err113] : vErrors.push(err113), errors++;
                }
              } else {
                let err114 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/ipv4", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err114] : vErrors.push(err114), errors++;
              }
            }
            if (data52.ipv6 !== void 0) {
              let data56 = data52.ipv6;
              if (typeof data56 == "string") {
                if (!pattern42.test(data56)) {
                  let err115 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/ipv6", keyword: "pattern", params: { pattern: "^(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?$" } };
                  vErrors === null ? vErrors = [err115] : vErrors.push(err115), errors++;
                }
              } else {
                let err116 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/ipv6", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err116] : vErrors.push(err116), errors++;
              }
            }
            if (data52.link_local !== void 0) {
              let data57 = data52.link_local;
              if (Array.isArray(data57)) {
                let len8 = data57.length;
                for (let i8 = 0; i8 < len8; i8++) {
                  let data58 = data57[i8];
                  if (typeof data58 == "string") {
                    if (!pattern21.test(data58)) {
                      let err117 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/link_local/" + i8, keyword: "pattern", params: { pattern: "^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|(?=[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:)[0-9A-Fa-f:]+(?:[0-9.]+)?)$" } };
                      vErrors === null ? vErrors = [err117] : vErrors.push(err117), errors++;
                    }
                  } else {
                    let err118 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/link_local/" + i8, keyword: "type", params: { type: "string" } };
                    vErrors === null ? vErrors = [err118] : vErrors.push(err118), errors++;
                  }
                }
              } else {
                let err119 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/link_local", keyword: "type", params: { type: "array" } };
                vErrors === null ? vErrors = [err119] : vErrors.push(err119), errors++;
              }
            }
            if (data52.mac !== void 0) {
              let data59 = data52.mac;
              if (typeof data59 == "string") {
                if (!pattern44.test(data59)) {
                  let err120 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/mac", keyword: "pattern", params: { pattern: "^[0-9A-Fa-f][02468ACEace](?::[0-9A-Fa-f]{2}){5}$" } };
                  vErrors === null ? vErrors = [err120] : vErrors.push(err120), errors++;
                }
              } else {
                let err121 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/mac", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err121] : vErrors.push(err121), errors++;
              }
            }
            if (data52.gw_priority !== void 0) {
              let data60 = data52.gw_priority;
              if (!(typeof data60 == "number" && !(data60 % 1) && !isNaN(data60) && isFinite(data60))) {
                let err122 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/gw_priority", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err122] : vErrors.push(err122), errors++;
              }
              if (typeof data60 == "number" && isFinite(data60)) {
                if (data60 > 2147483647 || isNaN(data60)) {
                  let err123 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/gw_priority", keyword: "maximum", params: { comparison: "<=", limit: 2147483647 } };
                  vErrors === null ? vErrors = [err123] : vErrors.push(err123), errors++;
                }
                if (data60 < -2147483648 || isNaN(data60)) {
                  let err124 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/gw_priority", keyword: "minimum", params: { comparison: ">=", limit: -2147483648 } };
                  vErrors === null ? vErrors = [err124] : vErrors.push(err124), errors++;
                }
              }
            }
            if (data52.driver_options !== void 0) {
              let data61 = data52.driver_options;
              if (data61 && typeof data61 == "object" && !Array.isArray(data61)) {
                for (let key14 in data61)
                  if (typeof data61[key14] != "string") {
                    let err125 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/driver_options/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
                    vErrors === null ? vErrors = [err125] : vErrors.push(err125), errors++;
                  }
              } else {
                let err126 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1") + "/driver_options", keyword: "type", params: { type: "object" } };
                vErrors === null ? vErrors = [err126] : vErrors.push(err126), errors++;
              }
            }
          } else {
            let err127 = { instancePath: instancePath + "/networks/" + key12.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err127] : vErrors.push(err127), errors++;
          }
        }
      else {
        let err128 = { instancePath: instancePath + "/networks", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err128] : vErrors.push(err128), errors++;
      }
    }
    if (data.restart !== void 0) {
      let data63 = data.restart;
      if (data63 && typeof data63 == "object" && !Array.isArray(data63)) {
        if (data63.policy === void 0) {
          let err129 = { instancePath: instancePath + "/restart", keyword: "required", params: { missingProperty: "policy" } };
          vErrors === null ? vErrors = [err129] : vErrors.push(err129), errors++;
        }
        for (let key15 in data63)
          if (!(key15 === "policy" || key15 === "max_retries")) {
            let err130 = { instancePath: instancePath + "/restart", keyword: "additionalProperties", params: { additionalProperty: key15 } };
            vErrors === null ? vErrors = [err130] : vErrors.push(err130), errors++;
          }
        if (data63.policy !== void 0) {
          let data64 = data63.policy;
          if (typeof data64 != "string") {
            let err131 = { instancePath: instancePath + "/restart/policy", keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err131] : vErrors.push(err131), errors++;
          }
          if (!(data64 === "no" || data64 === "on-failure" || data64 === "always" || data64 === "unless-stopped")) {
            let err132 = { instancePath: instancePath + "/restart/policy", keyword: "enum", params: { allowedValues: schema14.properties.restart.properties.policy.enum } };
            vErrors === null ? vErrors = [err132] : vErrors.push(err132), errors++;
          }
        }
        if (data63.max_retries !== void 0) {
          let data65 = data63.max_retries;
          if (!(typeof data65 == "number" && !(data65 % 1) && !isNaN(data65) && isFinite(data65))) {
            let err133 = { instancePath: instancePath + "/restart/max_retries", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err133] : vErrors.push(err133), errors++;
          }
          if (typeof data65 == "number" && isFinite(data65) && (data65 < 1 || isNaN(data65))) {
            let err134 = { instancePath: instancePath + "/restart/max_retries", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
            vErrors === null ? vErrors = [err134] : vErrors.push(err134), errors++;
          }
        }
      } else {
        let err135 = { instancePath: instancePath + "/restart", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err135] : vErrors.push(err135), errors++;
      }
    }
    if (data.memory !== void 0) {
      let data66 = data.memory;
      if (!(typeof data66 == "number" && !(data66 % 1) && !isNaN(data66) && isFinite(data66))) {
        let err136 = { instancePath: instancePath + "/memory", keyword: "type", params: { type: "integer" } };
        vErrors === null ? vErrors = [err136] : vErrors.push(err136), errors++;
      }
      if (typeof data66 == "number" && isFinite(data66) && (data66 < 6291456 || isNaN(data66))) {
        let err137 = { instancePath: instancePath + "/memory", keyword: "minimum", params: { comparison: ">=", limit: 6291456 } };
        vErrors === null ? vErrors = [err137] : vErrors.push(err137), errors++;
      }
    }
    if (data.cpus !== void 0) {
      let data67 = data.cpus;
      if (typeof data67 == "number" && isFinite(data67)) {
        if (data67 < 0.01 || isNaN(data67)) {
          let err138 = { instancePath: instancePath + "/cpus", keyword: "minimum", params: { comparison: ">=", limit: 0.01 } };
          vErrors === null ? vErrors = [err138] : vErrors.push(err138), errors++;
        }
      } else {
        let err139 = { instancePath: instancePath + "/cpus", keyword: "type", params: { type: "number" } };
        vErrors === null ? vErrors = [err139] : vErrors.push(err139), errors++;
      }
    }
    if (data.pids !== void 0) {
      let data68 = data.pids;
      if (!(typeof data68 == "number" && !(data68 % 1) && !isNaN(data68) && isFinite(data68))) {
        let err140 = { instancePath: instancePath + "/pids", keyword: "type", params: { type: "integer" } };
        vErrors === null ? vErrors = [err140] : vErrors.push(err140), errors++;
      }
      if (typeof data68 == "number" && isFinite(data68) && (data68 < 1 || isNaN(data68))) {
        let err141 = { instancePath: instancePath + "/pids", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
        vErrors === null ? vErrors = [err141] : vErrors.push(err141), errors++;
      }
    }
    if (data.read_only !== void 0 && typeof data.read_only != "boolean") {
      let err142 = { instancePath: instancePath + "/read_only", keyword: "type", params: { type: "boolean" } };
      vErrors === null ? vErrors = [err142] : vErrors.push(err142), errors++;
    }
    if (data.cap_add !== void 0) {
      let data70 = data.cap_add;
      if (Array.isArray(data70)) {
        let len9 = data70.length;
        for (let i9 = 0; i9 < len9; i9++) {
          let data71 = data70[i9];
          if (typeof data71 == "string") {
            if (!pattern45.test(data71)) {
              let err143 = { instancePath: instancePath + "/cap_add/" + i9, keyword: "pattern", params: { pattern: "^(?:ALL|[A-Z][A-Z_]+)$" } };
              vErrors === null ? vErrors = [err143] : vErrors.push(err143), errors++;
            }
          } else {
            let err144 = { instancePath: instancePath + "/cap_add/" + i9, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err144] : vErrors.push(err144), errors++;
          }
        }
      } else {
        let err145 = { instancePath: instancePath + "/cap_add", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err145] : vErrors.push(err145), errors++;
      }
    }
    if (data.cap_drop !== void 0) {
      let data72 = data.cap_drop;
      if (Array.isArray(data72)) {
        let len10 = data72.length;
        for (let i10 = 0; i10 < len10; i10++) {
          let data73 = data72[i10];
          if (typeof data73 == "string") {
            if (!pattern45.test(data73)) {
              let err146 = { instancePath: instancePath + "/cap_drop/" + i10, keyword: "pattern", params: { pattern: "^(?:ALL|[A-Z][A-Z_]+)$" } };
              vErrors === null ? vErrors = [err146] : vErrors.push(err146), errors++;
            }
          } else {
            let err147 = { instancePath: instancePath + "/cap_drop/" + i10, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err147] : vErrors.push(err147), errors++;
          }
        }
      } else {
        let err148 = { instancePath: instancePath + "/cap_drop", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err148] : vErrors.push(err148), errors++;
      }
    }
    if (data.no_new_privileges !== void 0 && typeof data.no_new_privileges != "boolean") {
      let err149 = { instancePath: instancePath + "/no_new_privileges", keyword: "type", params: { type: "boolean" } };
      vErrors === null ? vErrors = [err149] : vErrors.push(err149), errors++;
    }
    if (data.seccomp !== void 0) {
      let data75 = data.seccomp;
      if (typeof data75 == "string") {
        if (!pattern47.test(data75)) {
          let err150 = { instancePath: instancePath + "/seccomp", keyword: "pattern", params: { pattern: "^(?:default|unconfined|\\s*\\{[\\s\\S]*\\}\\s*)$" } };
          vErrors === null ? vErrors = [err150] : vErrors.push(err150), errors++;
        }
      } else {
        let err151 = { instancePath: instancePath + "/seccomp", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err151] : vErrors.push(err151), errors++;
      }
    }
    if (data.stop_signal !== void 0) {
      let data76 = data.stop_signal;
      if (typeof data76 == "string") {
        if (!pattern10.test(data76)) {
          let err152 = { instancePath: instancePath + "/stop_signal", keyword: "pattern", params: { pattern: "^SIG[A-Z0-9+]+$" } };
          vErrors === null ? vErrors = [err152] : vErrors.push(err152), errors++;
        }
      } else {
        let err153 = { instancePath: instancePath + "/stop_signal", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err153] : vErrors.push(err153), errors++;
      }
    }
    if (data.stop_timeout !== void 0) {
      let data77 = data.stop_timeout;
      if (!(typeof data77 == "number" && !(data77 % 1) && !isNaN(data77) && isFinite(data77))) {
        let err154 = { instancePath: instancePath + "/stop_timeout", keyword: "type", params: { type: "integer" } };
        vErrors === null ? vErrors = [err154] : vErrors.push(err154), errors++;
      }
      if (typeof data77 == "number" && isFinite(data77) && (data77 < 0 || isNaN(data77))) {
        let err155 = { instancePath: instancePath + "/stop_timeout", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
        vErrors === null ? vErrors = [err155] : vErrors.push(err155), errors++;
      }
    }
    if (data.on_change !== void 0) {
      let data78 = data.on_change;
      if (typeof data78 != "string") {
        let err156 = { instancePath: instancePath + "/on_change", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err156] : vErrors.push(err156), errors++;
      }
      if (!(data78 === "restart" || data78 === "signal" || data78 === "replace" || data78 === "ignore")) {
        let err157 = { instancePath: instancePath + "/on_change", keyword: "enum", params: { allowedValues: schema14.properties.on_change.enum } };
        vErrors === null ? vErrors = [err157] : vErrors.push(err157), errors++;
      }
    }
    if (data.reload_signal !== void 0) {
      let data79 = data.reload_signal;
      if (typeof data79 == "string") {
        if (!pattern10.test(data79)) {
          let err158 = { instancePath: instancePath + "/reload_signal", keyword: "pattern", params: { pattern: "^SIG[A-Z0-9+]+$" } };
          vErrors === null ? vErrors = [err158] : vErrors.push(err158), errors++;
        }
      } else {
        let err159 = { instancePath: instancePath + "/reload_signal", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err159] : vErrors.push(err159), errors++;
      }
    }
    if (data.init !== void 0 && typeof data.init != "boolean") {
      let err160 = { instancePath: instancePath + "/init", keyword: "type", params: { type: "boolean" } };
      vErrors === null ? vErrors = [err160] : vErrors.push(err160), errors++;
    }
    if (data.health !== void 0) {
      let data81 = data.health;
      if (data81 && typeof data81 == "object" && !Array.isArray(data81)) {
        if (data81.test === void 0) {
          let err161 = { instancePath: instancePath + "/health", keyword: "required", params: { missingProperty: "test" } };
          vErrors === null ? vErrors = [err161] : vErrors.push(err161), errors++;
        }
        for (let key16 in data81)
          if (!(key16 === "test" || key16 === "interval" || key16 === "timeout" || key16 === "start_period" || key16 === "start_interval" || key16 === "retries")) {
            let err162 = { instancePath: instancePath + "/health", keyword: "additionalProperties", params: { additionalProperty: key16 } };
            vErrors === null ? vErrors = [err162] : vErrors.push(err162), errors++;
          }
        if (data81.test !== void 0) {
          let data82 = data81.test;
          if (Array.isArray(data82)) {
            let len11 = data82.length;
            for (let i11 = 0; i11 < len11; i11++)
              if (typeof data82[i11] != "string") {
                let err163 = { instancePath: instancePath + "/health/test/" + i11, keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err163] : vErrors.push(err163), errors++;
              }
          } else {
            let err164 = { instancePath: instancePath + "/health/test", keyword: "type", params: { type: "array" } };
            vErrors === null ? vErrors = [err164] : vErrors.push(err164), errors++;
          }
        }
        if (data81.interval !== void 0) {
          let data84 = data81.interval;
          if (!(typeof data84 == "number" && !(data84 % 1) && !isNaN(data84) && isFinite(data84))) {
            let err165 = { instancePath: instancePath + "/health/interval", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err165] : vErrors.push(err165), errors++;
          }
          if (typeof data84 == "number" && isFinite(data84) && (data84 < 1 || isNaN(data84))) {
            let err166 = { instancePath: instancePath + "/health/interval", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
            vErrors === null ? vErrors = [err166] : vErrors.push(err166), errors++;
          }
        }
        if (data81.timeout !== void 0) {
          let data85 = data81.timeout;
          if (!(typeof data85 == "number" && !(data85 % 1) && !isNaN(data85) && isFinite(data85))) {
            let err167 = { instancePath: instancePath + "/health/timeout", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err167] : vErrors.push(err167), errors++;
          }
          if (typeof data85 == "number" && isFinite(data85) && (data85 < 1 || isNaN(data85))) {
            let err168 = { instancePath: instancePath + "/health/timeout", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
            vErrors === null ? vErrors = [err168] : vErrors.push(err168), errors++;
          }
        }
        if (data81.start_period !== void 0) {
          let data86 = data81.start_period;
          if (!(typeof data86 == "number" && !(data86 % 1) && !isNaN(data86) && isFinite(data86))) {
            let err169 = { instancePath: instancePath + "/health/start_period", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err169] : vErrors.push(err169), errors++;
          }
          if (typeof data86 == "number" && isFinite(data86) && (data86 < 0 || isNaN(data86))) {
            let err170 = { instancePath: instancePath + "/health/start_period", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
            vErrors === null ? vErrors = [err170] : vErrors.push(err170), errors++;
          }
        }
        if (data81.start_interval !== void 0) {
          let data87 = data81.start_interval;
          if (!(typeof data87 == "number" && !(data87 % 1) && !isNaN(data87) && isFinite(data87))) {
            let err171 = { instancePath: instancePath + "/health/start_interval", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err171] : vErrors.push(err171), errors++;
          }
          if (typeof data87 == "number" && isFinite(data87) && (data87 < 1 || isNaN(data87))) {
            let err172 = { instancePath: instancePath + "/health/start_interval", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
            vErrors === null ? vErrors = [err172] : vErrors.push(err172), errors++;
          }
        }
        if (data81.retries !== void 0) {
          let data88 = data81.retries;
          if (!(typeof data88 == "number" && !(data88 % 1) && !isNaN(data88) && isFinite(data88))) {
            let err173 = { instancePath: instancePath + "/health/retries", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err173] : vErrors.push(err173), errors++;
          }
          if (typeof data88 == "number" && isFinite(data88) && (data88 < 1 || isNaN(data88))) {
            let err174 = { instancePath: instancePath + "/health/retries", keyword: "minimum", params: { comparison: ">=", limit: 1 } };
            vErrors === null ? vErrors = [err174] : vErrors.push(err174), errors++;
          }
        }
      } else {
        let err175 = { instancePath: instancePath + "/health", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err175] : vErrors.push(err175), errors++;
      }
    }
    if (data.job !== void 0 && typeof data.job != "boolean") {
      let err176 = { instancePath: instancePath + "/job", keyword: "type", params: { type: "boolean" } };
      vErrors === null ? vErrors = [err176] : vErrors.push(err176), errors++;
    }
    if (data.state !== void 0) {
      let data90 = data.state;
      if (typeof data90 != "string") {
        let err177 = { instancePath: instancePath + "/state", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err177] : vErrors.push(err177), errors++;
      }
      if (!(data90 === "running" || data90 === "stopped")) {
        let err178 = { instancePath: instancePath + "/state", keyword: "enum", params: { allowedValues: schema14.properties.state.enum } };
        vErrors === null ? vErrors = [err178] : vErrors.push(err178), errors++;
      }
    }
    if (data.platform !== void 0) {
      let data91 = data.platform;
      if (typeof data91 == "string") {
        if (func3(data91) < 1) {
          let err179 = { instancePath: instancePath + "/platform", keyword: "minLength", params: { limit: 1 } };
          vErrors === null ? vErrors = [err179] : vErrors.push(err179), errors++;
        }
      } else {
        let err180 = { instancePath: instancePath + "/platform", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err180] : vErrors.push(err180), errors++;
      }
    }
    if (data.domainname !== void 0) {
      let data92 = data.domainname;
      if (typeof data92 == "string") {
        if (!pattern28.test(data92)) {
          let err181 = { instancePath: instancePath + "/domainname", keyword: "pattern", params: { pattern: "^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$" } };
          vErrors === null ? vErrors = [err181] : vErrors.push(err181), errors++;
        }
      } else {
        let err182 = { instancePath: instancePath + "/domainname", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err182] : vErrors.push(err182), errors++;
      }
    }
    if (data.group_add !== void 0) {
      let data93 = data.group_add;
      if (Array.isArray(data93)) {
        let len12 = data93.length;
        for (let i12 = 0; i12 < len12; i12++) {
          let data94 = data93[i12];
          if (typeof data94 == "string") {
            if (func3(data94) < 1) {
              let err183 = { instancePath: instancePath + "/group_add/" + i12, keyword: "minLength", params: { limit: 1 } };
              vErrors === null ? vErrors = [err183] : vErrors.push(err183), errors++;
            }
          } else {
            let err184 = { instancePath: instancePath + "/group_add/" + i12, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err184] : vErrors.push(err184), errors++;
          }
        }
      } else {
        let err185 = { instancePath: instancePath + "/group_add", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err185] : vErrors.push(err185), errors++;
      }
    }
    if (data.tty !== void 0 && typeof data.tty != "boolean") {
      let err186 = { instancePath: instancePath + "/tty", keyword: "type", params: { type: "boolean" } };
      vErrors === null ? vErrors = [err186] : vErrors.push(err186), errors++;
    }
    if (data.stdin_open !== void 0 && typeof data.stdin_open != "boolean") {
      let err187 = { instancePath: instancePath + "/stdin_open", keyword: "type", params: { type: "boolean" } };
      vErrors === null ? vErrors = [err187] : vErrors.push(err187), errors++;
    }
    if (data.annotations !== void 0) {
      let data97 = data.annotations;
      if (data97 && typeof data97 == "object" && !Array.isArray(data97)) {
        for (let key17 in data97) {
          let _errs214 = errors;
          if (typeof key17 == "string" && !pattern51.test(key17)) {
            let err188 = { instancePath: instancePath + "/annotations", keyword: "pattern", params: { pattern: "^\\S+$" }, propertyName: key17 };
            vErrors === null ? vErrors = [err188] : vErrors.push(err188), errors++;
          }
          var valid43 = _errs214 === errors;
          if (!valid43) {
            let err189 = { instancePath: instancePath + "/annotations", keyword: "propertyNames", params: { propertyName: key17 } };
            vErrors === null ? vErrors = [err189] : vErrors.push(err189), errors++;
          }
        }
        for (let key18 in data97)
          if (typeof data97[key18] != "string") {
            let err190 = { instancePath: instancePath + "/annotations/" + key18.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err190] : vErrors.push(err190), errors++;
          }
      } else {
        let err191 = { instancePath: instancePath + "/annotations", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err191] : vErrors.push(err191), errors++;
      }
    }
    if (data.hosts !== void 0) {
      let data99 = data.hosts;
      if (data99 && typeof data99 == "object" && !Array.isArray(data99)) {
        for (let key19 in data99) {
          let _errs220 = errors;
          if (typeof key19 == "string" && !pattern52.test(key19)) {
            let err192 = { instancePath: instancePath + "/hosts", keyword: "pattern", params: { pattern: "^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*)$" }, propertyName: key19 };
            vErrors === null ? vErrors = [err192] : vErrors.push(err192), errors++;
          }
          var valid45 = _errs220 === errors;
          if (!valid45) {
            let err193 = { instancePath: instancePath + "/hosts", keyword: "propertyNames", params: { propertyName: key19 } };
            vErrors === null ? vErrors = [err193] : vErrors.push(err193), errors++;
          }
        }
        for (let key20 in data99) {
          let data100 = data99[key20];
          if (typeof data100 == "string") {
            if (!pattern53.test(data100)) {
              let err194 = { instancePath: instancePath + "/hosts/" + key20.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "pattern", params: { pattern: "^(?:host-gateway|(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$" } };
              vErrors === null ? vErrors = [err194] : vErrors.push(err194), errors++;
            }
          } else {
            let err195 = { instancePath: instancePath + "/hosts/" + key20.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err195] : vErrors.push(err195), errors++;
          }
        }
      } else {
        let err196 = { instancePath: instancePath + "/hosts", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err196] : vErrors.push(err196), errors++;
      }
    }
    if (data.dns !== void 0) {
      let data101 = data.dns;
      if (Array.isArray(data101)) {
        let len13 = data101.length;
        for (let i13 = 0; i13 < len13; i13++) {
          let data102 = data101[i13];
          if (typeof data102 == "string") {
            if (!pattern54.test(data102)) {
              let err197 = { instancePath: instancePath + "/dns/" + i13, keyword: "pattern", params: { pattern: "^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$" } };
              vErrors === null ? vErrors = [err197] : vErrors.push(err197), errors++;
            }
          } else {
            let err198 = { instancePath: instancePath + "/dns/" + i13, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err198] : vErrors.push(err198), errors++;
          }
        }
      } else {
        let err199 = { instancePath: instancePath + "/dns", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err199] : vErrors.push(err199), errors++;
      }
    }
    if (data.dns_search !== void 0) {
      let data103 = data.dns_search;
      if (Array.isArray(data103)) {
        let len14 = data103.length;
        for (let i14 = 0; i14 < len14; i14++) {
          let data104 = data103[i14];
          if (typeof data104 == "string") {
            if (func3(data104) < 1) {
              let err200 = { instancePath: instancePath + "/dns_search/" + i14, keyword: "minLength", params: { limit: 1 } };
              vErrors === null ? vErrors = [err200] : vErrors.push(err200), errors++;
            }
          } else {
            let err201 = { instancePath: instancePath + "/dns_search/" + i14, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err201] : vErrors.push(err201), errors++;
          }
        }
      } else {
        let err202 = { instancePath: instancePath + "/dns_search", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err202] : vErrors.push(err202), errors++;
      }
    }
    if (data.dns_options !== void 0) {
      let data105 = data.dns_options;
      if (Array.isArray(data105)) {
        let len15 = data105.length;
        for (let i15 = 0; i15 < len15; i15++) {
          let data106 = data105[i15];
          if (typeof data106 == "string") {
            if (func3(data106) < 1) {
              let err203 = { instancePath: instancePath + "/dns_options/" + i15, keyword: "minLength", params: { limit: 1 } };
              vErrors === null ? vErrors = [err203] : vErrors.push(err203), errors++;
            }
          } else {
            let err204 = { instancePath: instancePath + "/dns_options/" + i15, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err204] : vErrors.push(err204), errors++;
          }
        }
      } else {
        let err205 = { instancePath: instancePath + "/dns_options", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err205] : vErrors.push(err205), errors++;
      }
    }
    if (data.network_mode !== void 0) {
      let data107 = data.network_mode;
      if (typeof data107 == "string") {
        if (!pattern55.test(data107)) {
          let err206 = { instancePath: instancePath + "/network_mode", keyword: "pattern", params: { pattern: "^(?:host|none|container:[A-Za-z0-9][A-Za-z0-9_.-]+)$" } };
          vErrors === null ? vErrors = [err206] : vErrors.push(err206), errors++;
        }
      } else {
        let err207 = { instancePath: instancePath + "/network_mode", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err207] : vErrors.push(err207), errors++;
      }
    }
    if (data.pid !== void 0) {
      let data108 = data.pid;
      if (typeof data108 == "string") {
        if (!pattern56.test(data108)) {
          let err208 = { instancePath: instancePath + "/pid", keyword: "pattern", params: { pattern: "^(?:private|host|container:[A-Za-z0-9][A-Za-z0-9_.-]+)$" } };
          vErrors === null ? vErrors = [err208] : vErrors.push(err208), errors++;
        }
      } else {
        let err209 = { instancePath: instancePath + "/pid", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err209] : vErrors.push(err209), errors++;
      }
    }
    if (data.ipc !== void 0) {
      let data109 = data.ipc;
      if (typeof data109 == "string") {
        if (!pattern57.test(data109)) {
          let err210 = { instancePath: instancePath + "/ipc", keyword: "pattern", params: { pattern: "^(?:private|shareable|host|none|container:[A-Za-z0-9][A-Za-z0-9_.-]+)$" } };
          vErrors === null ? vErrors = [err210] : vErrors.push(err210), errors++;
        }
      } else {
        let err211 = { instancePath: instancePath + "/ipc", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err211] : vErrors.push(err211), errors++;
      }
    }
    if (data.uts !== void 0) {
      let data110 = data.uts;
      if (typeof data110 != "string") {
        let err212 = { instancePath: instancePath + "/uts", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err212] : vErrors.push(err212), errors++;
      }
      if (!(data110 === "private" || data110 === "host")) {
        let err213 = { instancePath: instancePath + "/uts", keyword: "enum", params: { allowedValues: schema14.properties.uts.enum } };
        vErrors === null ? vErrors = [err213] : vErrors.push(err213), errors++;
      }
    }
    if (data.userns !== void 0) {
      let data111 = data.userns;
      if (typeof data111 != "string") {
        let err214 = { instancePath: instancePath + "/userns", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err214] : vErrors.push(err214), errors++;
      }
      if (data111 !== "host") {
        let err215 = { instancePath: instancePath + "/userns", keyword: "enum", params: { allowedValues: schema14.properties.userns.enum } };
        vErrors === null ? vErrors = [err215] : vErrors.push(err215), errors++;
      }
    }
    if (data.cgroupns !== void 0) {
      let data112 = data.cgroupns;
      if (typeof data112 != "string") {
        let err216 = { instancePath: instancePath + "/cgroupns", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err216] : vErrors.push(err216), errors++;
      }
      if (!(data112 === "private" || data112 === "host")) {
        let err217 = { instancePath: instancePath + "/cgroupns", keyword: "enum", params: { allowedValues: schema14.properties.cgroupns.enum } };
        vErrors === null ? vErrors = [err217] : vErrors.push(err217), errors++;
      }
    }
    if (data.memory_swap !== void 0) {
      let data113 = data.memory_swap;
      if (!(typeof data113 == "number" && !(data113 % 1) && !isNaN(data113) && isFinite(data113))) {
        let err218 = { instancePath: instancePath + "/memory_swap", keyword: "type", params: { type: "integer" } };
        vErrors === null ? vErrors = [err218] : vErrors.push(err218), errors++;
      }
      if (typeof data113 == "number" && isFinite(data113) && (data113 < 6291456 || isNaN(data113))) {
        let err219 = { instancePath: instancePath + "/memory_swap", keyword: "minimum", params: { comparison: ">=", limit: 6291456 } };
        vErrors === null ? vErrors = [err219] : vErrors.push(err219), errors++;
      }
    }
    if (data.memory_reservation !== void 0) {
      let data114 = data.memory_reservation;
      if (!(typeof data114 == "number" && !(data114 % 1) && !isNaN(data114) && isFinite(data114))) {
        let err220 = { instancePath: instancePath + "/memory_reservation", keyword: "type", params: { type: "integer" } };
        vErrors === null ? vErrors = [err220] : vErrors.push(err220), errors++;
      }
      if (typeof data114 == "number" && isFinite(data114) && (data114 < 6291456 || isNaN(data114))) {
        let err221 = { instancePath: instancePath + "/memory_reservation", keyword: "minimum", params: { comparison: ">=", limit: 6291456 } };
        vErrors === null ? vErrors = [err221] : vErrors.push(err221), errors++;
      }
    }
    if (data.memory_swappiness !== void 0) {
      let data115 = data.memory_swappiness;
      if (!(typeof data115 == "number" && !(data115 % 1) && !isNaN(data115) && isFinite(data115))) {
        let err222 = { instancePath: instancePath + "/memory_swappiness", keyword: "type", params: { type: "integer" } };
        vErrors === null ? vErrors = [err222] : vErrors.push(err222), errors++;
      }
      if (typeof data115 == "number" && isFinite(data115)) {
        if (data115 > 100 || isNaN(data115)) {
          let err223 = { instancePath: instancePath + "/memory_swappiness", keyword: "maximum", params: { comparison: "<=", limit: 100 } };
          vErrors === null ? vErrors = [err223] : vErrors.push(err223), errors++;
        }
        if (data115 < 0 || isNaN(data115)) {
          let err224 = { instancePath: instancePath + "/memory_swappiness", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
          vErrors === null ? vErrors = [err224] : vErrors.push(err224), errors++;
        }
      }
    }
    if (data.shm_size !== void 0) {
      let data116 = data.shm_size;
      if (!(typeof data116 == "number" && !(data116 % 1) && !isNaN(data116) && isFinite(data116))) {
        let err225 = { instancePath: instancePath + "/shm_size", keyword: "type", params: { type: "integer" } };
        vErrors === null ? vErrors = [err225] : vErrors.push(err225), errors++;
      }
      if (typeof data116 == "number" && isFinite(data116) && (data116 < 4096 || isNaN(data116))) {
        let err226 = { instancePath: instancePath + "/shm_size", keyword: "minimum", params: { comparison: ">=", limit: 4096 } };
        vErrors === null ? vErrors = [err226] : vErrors.push(err226), errors++;
      }
    }
    if (data.oom_score_adj !== void 0) {
      let data117 = data.oom_score_adj;
      if (!(typeof data117 == "number" && !(data117 % 1) && !isNaN(data117) && isFinite(data117))) {
        let err227 = { instancePath: instancePath + "/oom_score_adj", keyword: "type", params: { type: "integer" } };
        vErrors === null ? vErrors = [err227] : vErrors.push(err227), errors++;
      }
      if (typeof data117 == "number" && isFinite(data117)) {
        if (data117 > 1e3 || isNaN(data117)) {
          let err228 = { instancePath: instancePath + "/oom_score_adj", keyword: "maximum", params: { comparison: "<=", limit: 1e3 } };
          vErrors === null ? vErrors = [err228] : vErrors.push(err228), errors++;
        }
        if (data117 < -1e3 || isNaN(data117)) {
          let err229 = { instancePath: instancePath + "/oom_score_adj", keyword: "minimum", params: { comparison: ">=", limit: -1e3 } };
          vErrors === null ? vErrors = [err229] : vErrors.push(err229), errors++;
        }
      }
    }
    if (data.oom_kill_disable !== void 0 && typeof data.oom_kill_disable != "boolean") {
      let err230 = { instancePath: instancePath + "/oom_kill_disable", keyword: "type", params: { type: "boolean" } };
      vErrors === null ? vErrors = [err230] : vErrors.push(err230), errors++;
    }
    if (data.cpu_shares !== void 0) {
      let data119 = data.cpu_shares;
      if (!(typeof data119 == "number" && !(data119 % 1) && !isNaN(data119) && isFinite(data119))) {
        let err231 = { instancePath: instancePath + "/cpu_shares", keyword: "type", params: { type: "integer" } };
        vErrors === null ? vErrors = [err231] : vErrors.push(err231), errors++;
      }
      if (typeof data119 == "number" && isFinite(data119)) {
        if (data119 > 262144 || isNaN(data119)) {
          let err232 = { instancePath: instancePath + "/cpu_shares", keyword: "maximum", params: { comparison: "<=", limit: 262144 } };
          vErrors === null ? vErrors = [err232] : vErrors.push(err232), errors++;
        }
        if (data119 < 2 || isNaN(data119)) {
          let err233 = { instancePath: instancePath + "/cpu_shares", keyword: "minimum", params: { comparison: ">=", limit: 2 } };
          vErrors === null ? vErrors = [err233] : vErrors.push(err233), errors++;
        }
      }
    }
    if (data.cpu_period !== void 0) {
      let data120 = data.cpu_period;
      if (!(typeof data120 == "number" && !(data120 % 1) && !isNaN(data120) && isFinite(data120))) {
        let err234 = { instancePath: instancePath + "/cpu_period", keyword: "type", params: { type: "integer" } };
        vErrors === null ? vErrors = [err234] : vErrors.push(err234), errors++;
      }
      if (typeof data120 == "number" && isFinite(data120)) {
        if (data120 > 1e6 || isNaN(data120)) {
          let err235 = { instancePath: instancePath + "/cpu_period", keyword: "maximum", params: { comparison: "<=", limit: 1e6 } };
          vErrors === null ? vErrors = [err235] : vErrors.push(err235), errors++;
        }
        if (data120 < 1e3 || isNaN(data120)) {
          let err236 = { instancePath: instancePath + "/cpu_period", keyword: "minimum", params: { comparison: ">=", limit: 1e3 } };
          vErrors === null ? vErrors = [err236] : vErrors.push(err236), errors++;
        }
      }
    }
    if (data.cpu_quota !== void 0) {
      let data121 = data.cpu_quota;
      if (!(typeof data121 == "number" && !(data121 % 1) && !isNaN(data121) && isFinite(data121))) {
        let err237 = { instancePath: instancePath + "/cpu_quota", keyword: "type", params: { type: "integer" } };
        vErrors === null ? vErrors = [err237] : vErrors.push(err237), errors++;
      }
      if (typeof data121 == "number" && isFinite(data121) && (data121 < 1e3 || isNaN(data121))) {
        let err238 = { instancePath: instancePath + "/cpu_quota", keyword: "minimum", params: { comparison: ">=", limit: 1e3 } };
        vErrors === null ? vErrors = [err238] : vErrors.push(err238), errors++;
      }
    }
    if (data.cpuset !== void 0) {
      let data122 = data.cpuset;
      if (typeof data122 == "string") {
        if (!pattern58.test(data122)) {
          let err239 = { instancePath: instancePath + "/cpuset", keyword: "pattern", params: { pattern: "^\\d+(?:-\\d+)?(?:,\\d+(?:-\\d+)?)*$" } };
          vErrors === null ? vErrors = [err239] : vErrors.push(err239), errors++;
        }
      } else {
        let err240 = { instancePath: instancePath + "/cpuset", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err240] : vErrors.push(err240), errors++;
      }
    }
    if (data.cpuset_mems !== void 0) {
      let data123 = data.cpuset_mems;
      if (typeof data123 == "string") {
        if (!pattern58.test(data123)) {
          let err241 = { instancePath: instancePath + "/cpuset_mems", keyword: "pattern", params: { pattern: "^\\d+(?:-\\d+)?(?:,\\d+(?:-\\d+)?)*$" } };
          vErrors === null ? vErrors = [err241] : vErrors.push(err241), errors++;
        }
      } else {
        let err242 = { instancePath: instancePath + "/cpuset_mems", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err242] : vErrors.push(err242), errors++;
      }
    }
    if (data.blkio !== void 0) {
      let data124 = data.blkio;
      if (data124 && typeof data124 == "object" && !Array.isArray(data124)) {
        for (let key21 in data124)
          if (!(key21 === "weight" || key21 === "weight_device" || key21 === "read_bps" || key21 === "write_bps" || key21 === "read_iops" || key21 === "write_iops")) {
            let err243 = { instancePath: instancePath + "/blkio", keyword: "additionalProperties", params: { additionalProperty: key21 } };
            vErrors === null ? vErrors = [err243] : vErrors.push(err243), errors++;
          }
        if (data124.weight !== void 0) {
          let data125 = data124.weight;
          if (!(typeof data125 == "number" && !(data125 % 1) && !isNaN(data125) && isFinite(data125))) {
            let err244 = { instancePath: instancePath + "/blkio/weight", keyword: "type", params: { type: "integer" } };
            vErrors === null ? vErrors = [err244] : vErrors.push(err244), errors++;
          }
          if (typeof data125 == "number" && isFinite(data125)) {
            if (data125 > 1e3 || isNaN(data125)) {
              let err245 = { instancePath: instancePath + "/blkio/weight", keyword: "maximum", params: { comparison: "<=", limit: 1e3 } };
              vErrors === null ? vErrors = [err245] : vErrors.push(err245), errors++;
            }
            if (data125 < 10 || isNaN(data125)) {
              let err246 = { instancePath: instancePath + "/blkio/weight", keyword: "minimum", params: { comparison: ">=", limit: 10 } };
              vErrors === null ? vErrors = [err246] : vErrors.push(err246), errors++;
            }
          }
        }
        if (data124.weight_device !== void 0) {
          let data126 = data124.weight_device;
          if (data126 && typeof data126 == "object" && !Array.isArray(data126)) {
            for (let key22 in data126) {
              let _errs277 = errors;
              if (typeof key22 == "string" && !pattern27.test(key22)) {
                let err247 = { instancePath: instancePath + "/blkio/weight_device", keyword: "pattern", params: { pattern: "^/" }, propertyName: key22 };
                vErrors === null ? vErrors = [err247] : vErrors.push(err247), errors++;
              }
              var valid54 = _errs277 === errors;
              if (!valid54) {
                let err248 = { instancePath: instancePath + "/blkio/weight_device", keyword: "propertyNames", params: { propertyName: key22 } };
                vErrors === null ? vErrors = [err248] : vErrors.push(err248), errors++;
              }
            }
            for (let key23 in data126) {
              let data127 = data126[key23];
              if (!(typeof data127 == "number" && !(data127 % 1) && !isNaN(data127) && isFinite(data127))) {
                let err249 = { instancePath: instancePath + "/blkio/weight_device/" + key23.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err249] : vErrors.push(err249), errors++;
              }
              if (typeof data127 == "number" && isFinite(data127)) {
                if (data127 > 1e3 || isNaN(data127)) {
                  let err250 = { instancePath: instancePath + "/blkio/weight_device/" + key23.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "maximum", params: { comparison: "<=", limit: 1e3 } };
                  vErrors === null ? vErrors = [err250] : vErrors.push(err250), errors++;
                }
                if (data127 < 10 || isNaN(data127)) {
                  let err251 = { instancePath: instancePath + "/blkio/weight_device/" + key23.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "minimum", params: { comparison: ">=", limit: 10 } };
                  vErrors === null ? vErrors = [err251] : vErrors.push(err251), errors++;
                }
              }
            }
          } else {
            let err252 = { instancePath: instancePath + "/blkio/weight_device", keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err252] : vErrors.push(err252), errors++;
          }
        }
        if (data124.read_bps !== void 0) {
          let data128 = data124.read_bps;
          if (data128 && typeof data128 == "object" && !Array.isArray(data128)) {
            for (let key24 in data128) {
              let _errs283 = errors;
              if (typeof key24 == "string" && !pattern27.test(key24)) {
                let err253 = { instancePath: instancePath + "/blkio/read_bps", keyword: "pattern", params: { pattern: "^/" }, propertyName: key24 };
                vErrors === null ? vErrors = [err253] : vErrors.push(err253), errors++;
              }
              var valid56 = _errs283 === errors;
              if (!valid56) {
                let err254 = { instancePath: instancePath + "/blkio/read_bps", keyword: "propertyNames", params: { propertyName: key24 } };
                vErrors === null ? vErrors = [err254] : vErrors.push(err254), errors++;
              }
            }
            for (let key25 in data128) {
              let data129 = data128[key25];
              if (!(typeof data129 == "number" && !(data129 % 1) && !isNaN(data129) && isFinite(data129))) {
                let err255 = { instancePath: instancePath + "/blkio/read_bps/" + key25.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err255] : vErrors.push(err255), errors++;
              }
              if (typeof data129 == "number" && isFinite(data129) && (data129 < 1 || isNaN(data129))) {
                let err256 = { instancePath: instancePath + "/blkio/read_bps/" + key25.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "minimum", params: { comparison: ">=", limit: 1 } };
                vErrors === null ? vErrors = [err256] : vErrors.push(err256), errors++;
              }
            }
          } else {
            let err257 = { instancePath: instancePath + "/blkio/read_bps", keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err257] : vErrors.push(err257), errors++;
          }
        }
        if (data124.write_bps !== void 0) {
          let data130 = data124.write_bps;
          if (data130 && typeof data130 == "object" && !Array.isArray(data130)) {
            for (let key26 in data130) {
              let _errs289 = errors;
              if (typeof key26 == "string" && !pattern27.test(key26)) {
                let err258 = { instancePath: instancePath + "/blkio/write_bps", keyword: "pattern", params: { pattern: "^/" }, propertyName: key26 };
                vErrors === null ? vErrors = [err258] : vErrors.push(err258), errors++;
              }
              var valid58 = _errs289 === errors;
              if (!valid58) {
                let err259 = { instancePath: instancePath + "/blkio/write_bps", keyword: "propertyNames", params: { propertyName: key26 } };
                vErrors === null ? vErrors = [err259] : vErrors.push(err259), errors++;
              }
            }
            for (let key27 in data130) {
              let data131 = data130[key27];
              if (!(typeof data131 == "number" && !(data131 % 1) && !isNaN(data131) && isFinite(data131))) {
                let err260 = { instancePath: instancePath + "/blkio/write_bps/" + key27.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err260] : vErrors.push(err260), errors++;
              }
              if (typeof data131 == "number" && isFinite(data131) && (data131 < 1 || isNaN(data131))) {
                let err261 = { instancePath: instancePath + "/blkio/write_bps/" + key27.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "minimum", params: { comparison: ">=", limit: 1 } };
                vErrors === null ? vErrors = [err261] : vErrors.push(err261), errors++;
              }
            }
          } else {
            let err262 = { instancePath: instancePath + "/blkio/write_bps", keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err262] : vErrors.push(err262), errors++;
          }
        }
        if (data124.read_iops !== void 0) {
          let data132 = data124.read_iops;
          if (data132 && typeof data132 == "object" && !Array.isArray(data132)) {
            for (let key28 in data132) {
              let _errs295 = errors;
              if (typeof key28 == "string" && !pattern27.test(key28)) {
                let err263 = { instancePath: instancePath + "/blkio/read_iops", keyword: "pattern", params: { pattern: "^/" }, propertyName: key28 };
                vErrors === null ? vErrors = [err263] : vErrors.push(err263), errors++;
              }
              var valid60 = _errs295 === errors;
              if (!valid60) {
                let err264 = { instancePath: instancePath + "/blkio/read_iops", keyword: "propertyNames", params: { propertyName: key28 } };
                vErrors === null ? vErrors = [err264] : vErrors.push(err264), errors++;
              }
            }
            for (let key29 in data132) {
              let data133 = data132[key29];
              if (!(typeof data133 == "number" && !(data133 % 1) && !isNaN(data133) && isFinite(data133))) {
                let err265 = { instancePath: instancePath + "/blkio/read_iops/" + key29.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err265] : vErrors.push(err265), errors++;
              }
              if (typeof data133 == "number" && isFinite(data133) && (data133 < 1 || isNaN(data133))) {
                let err266 = { instancePath: instancePath + "/blkio/read_iops/" + key29.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "minimum", params: { comparison: ">=", limit: 1 } };
                vErrors === null ? vErrors = [err266] : vErrors.push(err266), errors++;
              }
            }
          } else {
            let err267 = { instancePath: instancePath + "/blkio/read_iops", keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err267] : vErrors.push(err267), errors++;
          }
        }
        if (data124.write_iops !== void 0) {
          let data134 = data124.write_iops;
          if (data134 && typeof data134 == "object" && !Array.isArray(data134)) {
            for (let key30 in data134) {
              let _errs301 = errors;
              if (typeof key30 == "string" && !pattern27.test(key30)) {
                let err268 = { instancePath: instancePath + "/blkio/write_iops", keyword: "pattern", params: { pattern: "^/" }, propertyName: key30 };
                vErrors === null ? vErrors = [err268] : vErrors.push(err268), errors++;
              }
              var valid62 = _errs301 === errors;
              if (!valid62) {
                let err269 = { instancePath: instancePath + "/blkio/write_iops", keyword: "propertyNames", params: { propertyName: key30 } };
                vErrors === null ? vErrors = [err269] : vErrors.push(err269), errors++;
              }
            }
            for (let key31 in data134) {
              let data135 = data134[key31];
              if (!(typeof data135 == "number" && !(data135 % 1) && !isNaN(data135) && isFinite(data135))) {
                let err270 = { instancePath: instancePath + "/blkio/write_iops/" + key31.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err270] : vErrors.push(err270), errors++;
              }
              if (typeof data135 == "number" && isFinite(data135) && (data135 < 1 || isNaN(data135))) {
                let err271 = { instancePath: instancePath + "/blkio/write_iops/" + key31.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "minimum", params: { comparison: ">=", limit: 1 } };
                vErrors === null ? vErrors = [err271] : vErrors.push(err271), errors++;
              }
            }
          } else {
            let err272 = { instancePath: instancePath + "/blkio/write_iops", keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err272] : vErrors.push(err272), errors++;
          }
        }
      } else {
        let err273 = { instancePath: instancePath + "/blkio", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err273] : vErrors.push(err273), errors++;
      }
    }
    if (data.ulimits !== void 0) {
      let data136 = data.ulimits;
      if (data136 && typeof data136 == "object" && !Array.isArray(data136)) {
        for (let key32 in data136) {
          let _errs307 = errors;
          if (typeof key32 == "string" && !pattern65.test(key32)) {
            let err274 = { instancePath: instancePath + "/ulimits", keyword: "pattern", params: { pattern: "^(?:as|core|cpu|data|fsize|locks|memlock|msgqueue|nice|nofile|nproc|rss|rtprio|rttime|sigpending|stack)$" }, propertyName: key32 };
            vErrors === null ? vErrors = [err274] : vErrors.push(err274), errors++;
          }
          var valid64 = _errs307 === errors;
          if (!valid64) {
            let err275 = { instancePath: instancePath + "/ulimits", keyword: "propertyNames", params: { propertyName: key32 } };
            vErrors === null ? vErrors = [err275] : vErrors.push(err275), errors++;
          }
        }
        for (let key33 in data136) {
          let data137 = data136[key33];
          if (data137 && typeof data137 == "object" && !Array.isArray(data137)) {
            if (data137.soft === void 0) {
              let err276 = { instancePath: instancePath + "/ulimits/" + key33.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "required", params: { missingProperty: "soft" } };
              vErrors === null ? vErrors = [err276] : vErrors.push(err276), errors++;
            }
            if (data137.hard === void 0) {
              let err277 = { instancePath: instancePath + "/ulimits/" + key33.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "required", params: { missingProperty: "hard" } };
              vErrors === null ? vErrors = [err277] : vErrors.push(err277), errors++;
            }
            for (let key34 in data137)
              if (!(key34 === "soft" || key34 === "hard")) {
                let err278 = { instancePath: instancePath + "/ulimits/" + key33.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "additionalProperties", params: { additionalProperty: key34 } };
                vErrors === null ? vErrors = [err278] : vErrors.push(err278), errors++;
              }
            if (data137.soft !== void 0) {
              let data138 = data137.soft;
              if (!(typeof data138 == "number" && !(data138 % 1) && !isNaN(data138) && isFinite(data138))) {
                let err279 = { instancePath: instancePath + "/ulimits/" + key33.replace(/~/g, "~0").replace(/\//g, "~1") + "/soft", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err279] : vErrors.push(err279), errors++;
              }
              if (typeof data138 == "number" && isFinite(data138) && (data138 < -1 || isNaN(data138))) {
                let err280 = { instancePath: instancePath + "/ulimits/" + key33.replace(/~/g, "~0").replace(/\//g, "~1") + "/soft", keyword: "minimum", params: { comparison: ">=", limit: -1 } };
                vErrors === null ? vErrors = [err280] : vErrors.push(err280), errors++;
              }
            }
            if (data137.hard !== void 0) {
              let data139 = data137.hard;
              if (!(typeof data139 == "number" && !(data139 % 1) && !isNaN(data139) && isFinite(data139))) {
                let err281 = { instancePath: instancePath + "/ulimits/" + key33.replace(/~/g, "~0").replace(/\//g, "~1") + "/hard", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err281] : vErrors.push(err281), errors++;
              }
              if (typeof data139 == "number" && isFinite(data139) && (data139 < -1 || isNaN(data139))) {
                let err282 = { instancePath: instancePath + "/ulimits/" + key33.replace(/~/g, "~0").replace(/\//g, "~1") + "/hard", keyword: "minimum", params: { comparison: ">=", limit: -1 } };
                vErrors === null ? vErrors = [err282] : vErrors.push(err282), errors++;
              }
            }
          } else {
            let err283 = { instancePath: instancePath + "/ulimits/" + key33.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err283] : vErrors.push(err283), errors++;
          }
        }
      } else {
        let err284 = { instancePath: instancePath + "/ulimits", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err284] : vErrors.push(err284), errors++;
      }
    }
    if (data.cgroup_parent !== void 0) {
      let data140 = data.cgroup_parent;
      if (typeof data140 == "string") {
        if (func3(data140) < 1) {
          let err285 = { instancePath: instancePath + "/cgroup_parent", keyword: "minLength", params: { limit: 1 } };
          vErrors === null ? vErrors = [err285] : vErrors.push(err285), errors++;
        }
      } else {
        let err286 = { instancePath: instancePath + "/cgroup_parent", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err286] : vErrors.push(err286), errors++;
      }
    }
    if (data.storage_opt !== void 0) {
      let data141 = data.storage_opt;
      if (data141 && typeof data141 == "object" && !Array.isArray(data141)) {
        for (let key35 in data141)
          if (typeof data141[key35] != "string") {
            let err287 = { instancePath: instancePath + "/storage_opt/" + key35.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err287] : vErrors.push(err287), errors++;
          }
      } else {
        let err288 = { instancePath: instancePath + "/storage_opt", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err288] : vErrors.push(err288), errors++;
      }
    }
    if (data.privileged !== void 0 && typeof data.privileged != "boolean") {
      let err289 = { instancePath: instancePath + "/privileged", keyword: "type", params: { type: "boolean" } };
      vErrors === null ? vErrors = [err289] : vErrors.push(err289), errors++;
    }
    if (data.apparmor !== void 0) {
      let data144 = data.apparmor;
      if (typeof data144 == "string") {
        if (func3(data144) < 1) {
          let err290 = { instancePath: instancePath + "/apparmor", keyword: "minLength", params: { limit: 1 } };
          vErrors === null ? vErrors = [err290] : vErrors.push(err290), errors++;
        }
      } else {
        let err291 = { instancePath: instancePath + "/apparmor", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err291] : vErrors.push(err291), errors++;
      }
    }
    if (data.selinux !== void 0) {
      let data145 = data.selinux;
      if (data145 && typeof data145 == "object" && !Array.isArray(data145)) {
        for (let key36 in data145)
          if (!(key36 === "disable" || key36 === "user" || key36 === "role" || key36 === "type" || key36 === "level")) {
            let err292 = { instancePath: instancePath + "/selinux", keyword: "additionalProperties", params: { additionalProperty: key36 } };
            vErrors === null ? vErrors = [err292] : vErrors.push(err292), errors++;
          }
        if (data145.disable !== void 0 && typeof data145.disable != "boolean") {
          let err293 = { instancePath: instancePath + "/selinux/disable", keyword: "type", params: { type: "boolean" } };
          vErrors === null ? vErrors = [err293] : vErrors.push(err293), errors++;
        }
        if (data145.user !== void 0) {
          let data147 = data145.user;
          if (typeof data147 == "string") {
            if (func3(data147) < 1) {
              let err294 = { instancePath: instancePath + "/selinux/user", keyword: "minLength", params: { limit: 1 } };
              vErrors === null ? vErrors = [err294] : vErrors.push(err294), errors++;
            }
          } else {
            let err295 = { instancePath: instancePath + "/selinux/user", keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err295] : vErrors.push(err295), errors++;
          }
        }
        if (data145.role !== void 0) {
          let data148 = data145.role;
          if (typeof data148 == "string") {
            if (func3(data148) < 1) {
              let err296 = { instancePath: instancePath + "/selinux/role", keyword: "minLength", params: { limit: 1 } };
              vErrors === null ? vErrors = [err296] : vErrors.push(err296), errors++;
            }
          } else {
            let err297 = { instancePath: instancePath + "/selinux/role", keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err297] : vErrors.push(err297), errors++;
          }
        }
        if (data145.type !== void 0) {
          let data149 = data145.type;
          if (typeof data149 == "string") {
            if (func3(data149) < 1) {
              let err298 = { instancePath: instancePath + "/selinux/type", keyword: "minLength", params: { limit: 1 } };
              vErrors === null ? vErrors = [err298] : vErrors.push(err298), errors++;
            }
          } else {
            let err299 = { instancePath: instancePath + "/selinux/type", keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err299] : vErrors.push(err299), errors++;
          }
        }
        if (data145.level !== void 0) {
          let data150 = data145.level;
          if (typeof data150 == "string") {
            if (func3(data150) < 1) {
              let err300 = { instancePath: instancePath + "/selinux/level", keyword: "minLength", params: { limit: 1 } };
              vErrors === null ? vErrors = [err300] : vErrors.push(err300), errors++;
            }
          } else {
            let err301 = { instancePath: instancePath + "/selinux/level", keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err301] : vErrors.push(err301), errors++;
          }
        }
      } else {
        let err302 = { instancePath: instancePath + "/selinux", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err302] : vErrors.push(err302), errors++;
      }
    }
    if (data.masked_paths !== void 0) {
      let data151 = data.masked_paths;
      if (Array.isArray(data151)) {
        let len16 = data151.length;
        for (let i16 = 0; i16 < len16; i16++) {
          let data152 = data151[i16];
          if (typeof data152 == "string") {
            if (!pattern27.test(data152)) {
              let err303 = { instancePath: instancePath + "/masked_paths/" + i16, keyword: "pattern", params: { pattern: "^/" } };
              vErrors === null ? vErrors = [err303] : vErrors.push(err303), errors++;
            }
          } else {
            let err304 = { instancePath: instancePath + "/masked_paths/" + i16, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err304] : vErrors.push(err304), errors++;
          }
        }
      } else {
        let err305 = { instancePath: instancePath + "/masked_paths", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err305] : vErrors.push(err305), errors++;
      }
    }
    if (data.readonly_paths !== void 0) {
      let data153 = data.readonly_paths;
      if (Array.isArray(data153)) {
        let len17 = data153.length;
        for (let i17 = 0; i17 < len17; i17++) {
          let data154 = data153[i17];
          if (typeof data154 == "string") {
            if (!pattern27.test(data154)) {
              let err306 = { instancePath: instancePath + "/readonly_paths/" + i17, keyword: "pattern", params: { pattern: "^/" } };
              vErrors === null ? vErrors = [err306] : vErrors.push(err306), errors++;
            }
          } else {
            let err307 = { instancePath: instancePath + "/readonly_paths/" + i17, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err307] : vErrors.push(err307), errors++;
          }
        }
      } else {
        let err308 = { instancePath: instancePath + "/readonly_paths", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err308] : vErrors.push(err308), errors++;
      }
    }
    if (data.devices !== void 0) {
      let data155 = data.devices;
      if (Array.isArray(data155)) {
        let len18 = data155.length;
        for (let i18 = 0; i18 < len18; i18++) {
          let data156 = data155[i18];
          if (data156 && typeof data156 == "object" && !Array.isArray(data156)) {
            if (data156.host === void 0) {
              let err309 = { instancePath: instancePath + "/devices/" + i18, keyword: "required", params: { missingProperty: "host" } };
              vErrors === null ? vErrors = [err309] : vErrors.push(err309), errors++;
            }
            for (let key37 in data156)
              if (!(key37 === "host" || key37 === "container" || key37 === "permissions")) {
                let err310 = { instancePath: instancePath + "/devices/" + i18, keyword: "additionalProperties", params: { additionalProperty: key37 } };
                vErrors === null ? vErrors = [err310] : vErrors.push(err310), errors++;
              }
            if (data156.host !== void 0) {
              let data157 = data156.host;
              if (typeof data157 == "string") {
                if (!pattern27.test(data157)) {
                  let err311 = { instancePath: instancePath + "/devices/" + i18 + "/host", keyword: "pattern", params: { pattern: "^/" } };
                  vErrors === null ? vErrors = [err311] : vErrors.push(err311), errors++;
                }
              } else {
                let err312 = { instancePath: instancePath + "/devices/" + i18 + "/host", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err312] : vErrors.push(err312), errors++;
              }
            }
            if (data156.container !== void 0) {
              let data158 = data156.container;
              if (typeof data158 == "string") {
                if (!pattern27.test(data158)) {
                  let err313 = { instancePath: instancePath + "/devices/" + i18 + "/container", keyword: "pattern", params: { pattern: "^/" } };
                  vErrors === null ? vErrors = [err313] : vErrors.push(err313), errors++;
                }
              } else {
                let err314 = { instancePath: instancePath + "/devices/" + i18 + "/container", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err314] : vErrors.push(err314), errors++;
              }
            }
            if (data156.permissions !== void 0) {
              let data159 = data156.permissions;
              if (typeof data159 == "string") {
                if (func3(data159) < 1) {
                  let err315 = { instancePath: instancePath + "/devices/" + i18 + "/permissions", keyword: "minLength", params: { limit: 1 } };
                  vErrors === null ? vErrors = [err315] : vErrors.push(err315), errors++;
                }
                if (!pattern70.test(data159)) {
                  let err316 = { instancePath: instancePath + "/devices/" + i18 + "/permissions", keyword: "pattern", params: { pattern: "^(?:r?w?m?)$" } };
                  vErrors === null ? vErrors = [err316] : vErrors.push(err316), errors++;
                }
              } else {
                let err317 = { instancePath: instancePath + "/devices/" + i18 + "/permissions", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err317] : vErrors.push(err317), errors++;
              }
            }
          } else {
            let err318 = { instancePath: instancePath + "/devices/" + i18, keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err318] : vErrors.push(err318), errors++;
          }
        }
      } else {
        let err319 = { instancePath: instancePath + "/devices", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err319] : vErrors.push(err319), errors++;
      }
    }
    if (data.device_cgroup_rules !== void 0) {
      let data160 = data.device_cgroup_rules;
      if (Array.isArray(data160)) {
        let len19 = data160.length;
        for (let i19 = 0; i19 < len19; i19++) {
          let data161 = data160[i19];
          if (typeof data161 == "string") {
            if (!pattern71.test(data161)) {
              let err320 = { instancePath: instancePath + "/device_cgroup_rules/" + i19, keyword: "pattern", params: { pattern: "^[acb] (?:\\d+|\\*):(?:\\d+|\\*) [rwm]{1,3}$" } };
              vErrors === null ? vErrors = [err320] : vErrors.push(err320), errors++;
            }
          } else {
            let err321 = { instancePath: instancePath + "/device_cgroup_rules/" + i19, keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err321] : vErrors.push(err321), errors++;
          }
        }
      } else {
        let err322 = { instancePath: instancePath + "/device_cgroup_rules", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err322] : vErrors.push(err322), errors++;
      }
    }
    if (data.gpus !== void 0) {
      let data162 = data.gpus;
      if (Array.isArray(data162)) {
        let len20 = data162.length;
        for (let i20 = 0; i20 < len20; i20++) {
          let data163 = data162[i20];
          if (data163 && typeof data163 == "object" && !Array.isArray(data163)) {
            for (let key38 in data163)
              if (!(key38 === "driver" || key38 === "count" || key38 === "ids" || key38 === "capabilities" || key38 === "options")) {
                let err323 = { instancePath: instancePath + "/gpus/" + i20, keyword: "additionalProperties", params: { additionalProperty: key38 } };
                vErrors === null ? vErrors = [err323] : vErrors.push(err323), errors++;
              }
            if (data163.driver !== void 0) {
              let data164 = data163.driver;
              if (typeof data164 == "string") {
                if (func3(data164) < 1) {
                  let err324 = { instancePath: instancePath + "/gpus/" + i20 + "/driver", keyword: "minLength", params: { limit: 1 } };
                  vErrors === null ? vErrors = [err324] : vErrors.push(err324), errors++;
                }
              } else {
                let err325 = { instancePath: instancePath + "/gpus/" + i20 + "/driver", keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err325] : vErrors.push(err325), errors++;
              }
            }
            if (data163.count !== void 0) {
              let data165 = data163.count;
              if (!(typeof data165 == "number" && !(data165 % 1) && !isNaN(data165) && isFinite(data165))) {
                let err326 = { instancePath: instancePath + "/gpus/" + i20 + "/count", keyword: "type", params: { type: "integer" } };
                vErrors === null ? vErrors = [err326] : vErrors.push(err326), errors++;
              }
              if (typeof data165 == "number" && isFinite(data165) && (data165 < -1 || isNaN(data165))) {
                let err327 = { instancePath: instancePath + "/gpus/" + i20 + "/count", keyword: "minimum", params: { comparison: ">=", limit: -1 } };
                vErrors === null ? vErrors = [err327] : vErrors.push(err327), errors++;
              }
            }
            if (data163.ids !== void 0) {
              let data166 = data163.ids;
              if (Array.isArray(data166)) {
                let len21 = data166.length;
                for (let i21 = 0; i21 < len21; i21++) {
                  let data167 = data166[i21];
                  if (typeof data167 == "string") {
                    if (func3(data167) < 1) {
                      let err328 = { instancePath: instancePath + "/gpus/" + i20 + "/ids/" + i21, keyword: "minLength", params: { limit: 1 } };
                      vErrors === null ? vErrors = [err328] : vErrors.push(err328), errors++;
                    }
                  } else {
                    let err329 = { instancePath: instancePath + "/gpus/" + i20 + "/ids/" + i21, keyword: "type", params: { type: "string" } };
                    vErrors === null ? vErrors = [err329] : vErrors.push(err329), errors++;
                  }
                }
              } else {
                let err330 = { instancePath: instancePath + "/gpus/" + i20 + "/ids", keyword: "type", params: { type: "array" } };
                vErrors === null ? vErrors = [err330] : vErrors.push(err330), errors++;
              }
            }
            if (data163.capabilities !== void 0) {
              let data168 = data163.capabilities;
              if (Array.isArray(data168)) {
                let len22 = data168.length;
                for (let i22 = 0; i22 < len22; i22++) {
                  let data169 = data168[i22];
                  if (typeof data169 == "string") {
                    if (func3(data169) < 1) {
                      let err331 = { instancePath: instancePath + "/gpus/" + i20 + "/capabilities/" + i22, keyword: "minLength", params: { limit: 1 } };
                      vErrors === null ? vErrors = [err331] : vErrors.push(err331), errors++;
                    }
                  } else {
                    let err332 = { instancePath: instancePath + "/gpus/" + i20 + "/capabilities/" + i22, keyword: "type", params: { type: "string" } };
                    vErrors === null ? vErrors = [err332] : vErrors.push(err332), errors++;
                  }
                }
              } else {
                let err333 = { instancePath: instancePath + "/gpus/" + i20 + "/capabilities", keyword: "type", params: { type: "array" } };
                vErrors === null ? vErrors = [err333] : vErrors.push(err333), errors++;
              }
            }
            if (data163.options !== void 0) {
              let data170 = data163.options;
              if (data170 && typeof data170 == "object" && !Array.isArray(data170)) {
                for (let key39 in data170)
                  if (typeof data170[key39] != "string") {
                    let err334 = { instancePath: instancePath + "/gpus/" + i20 + "/options/" + key39.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
                    vErrors === null ? vErrors = [err334] : vErrors.push(err334), errors++;
                  }
              } else {
                let err335 = { instancePath: instancePath + "/gpus/" + i20 + "/options", keyword: "type", params: { type: "object" } };
                vErrors === null ? vErrors = [err335] : vErrors.push(err335), errors++;
              }
            }
          } else {
            let err336 = { instancePath: instancePath + "/gpus/" + i20, keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err336] : vErrors.push(err336), errors++;
          }
        }
      } else {
        let err337 = { instancePath: instancePath + "/gpus", keyword: "type", params: { type: "array" } };
        vErrors === null ? vErrors = [err337] : vErrors.push(err337), errors++;
      }
    }
    if (data.sysctls !== void 0) {
      let data172 = data.sysctls;
      if (data172 && typeof data172 == "object" && !Array.isArray(data172)) {
        for (let key40 in data172) {
          let _errs387 = errors;
          if (typeof key40 == "string" && !pattern72.test(key40)) {
            let err338 = { instancePath: instancePath + "/sysctls", keyword: "pattern", params: { pattern: "^[a-z][A-Za-z0-9_.-]*$" }, propertyName: key40 };
            vErrors === null ? vErrors = [err338] : vErrors.push(err338), errors++;
          }
          var valid86 = _errs387 === errors;
          if (!valid86) {
            let err339 = { instancePath: instancePath + "/sysctls", keyword: "propertyNames", params: { propertyName: key40 } };
            vErrors === null ? vErrors = [err339] : vErrors.push(err339), errors++;
          }
        }
        for (let key41 in data172)
          if (typeof data172[key41] != "string") {
            let err340 = { instancePath: instancePath + "/sysctls/" + key41.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err340] : vErrors.push(err340), errors++;
          }
      } else {
        let err341 = { instancePath: instancePath + "/sysctls", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err341] : vErrors.push(err341), errors++;
      }
    }
    if (data.runtime !== void 0) {
      let data174 = data.runtime;
      if (typeof data174 == "string") {
        if (func3(data174) < 1) {
          let err342 = { instancePath: instancePath + "/runtime", keyword: "minLength", params: { limit: 1 } };
          vErrors === null ? vErrors = [err342] : vErrors.push(err342), errors++;
        }
      } else {
        let err343 = { instancePath: instancePath + "/runtime", keyword: "type", params: { type: "string" } };
        vErrors === null ? vErrors = [err343] : vErrors.push(err343), errors++;
      }
    }
    if (data.log !== void 0) {
      let data175 = data.log;
      if (data175 && typeof data175 == "object" && !Array.isArray(data175)) {
        if (data175.driver === void 0) {
          let err344 = { instancePath: instancePath + "/log", keyword: "required", params: { missingProperty: "driver" } };
          vErrors === null ? vErrors = [err344] : vErrors.push(err344), errors++;
        }
        for (let key42 in data175)
          if (!(key42 === "driver" || key42 === "options")) {
            let err345 = { instancePath: instancePath + "/log", keyword: "additionalProperties", params: { additionalProperty: key42 } };
            vErrors === null ? vErrors = [err345] : vErrors.push(err345), errors++;
          }
        if (data175.driver !== void 0) {
          let data176 = data175.driver;
          if (typeof data176 == "string") {
            if (func3(data176) < 1) {
              let err346 = { instancePath: instancePath + "/log/driver", keyword: "minLength", params: { limit: 1 } };
              vErrors === null ? vErrors = [err346] : vErrors.push(err346), errors++;
            }
          } else {
            let err347 = { instancePath: instancePath + "/log/driver", keyword: "type", params: { type: "string" } };
            vErrors === null ? vErrors = [err347] : vErrors.push(err347), errors++;
          }
        }
        if (data175.options !== void 0) {
          let data177 = data175.options;
          if (data177 && typeof data177 == "object" && !Array.isArray(data177)) {
            for (let key43 in data177)
              if (typeof data177[key43] != "string") {
                let err348 = { instancePath: instancePath + "/log/options/" + key43.replace(/~/g, "~0").replace(/\//g, "~1"), keyword: "type", params: { type: "string" } };
                vErrors === null ? vErrors = [err348] : vErrors.push(err348), errors++;
              }
          } else {
            let err349 = { instancePath: instancePath + "/log/options", keyword: "type", params: { type: "object" } };
            vErrors === null ? vErrors = [err349] : vErrors.push(err349), errors++;
          }
        }
      } else {
        let err350 = { instancePath: instancePath + "/log", keyword: "type", params: { type: "object" } };
        vErrors === null ? vErrors = [err350] : vErrors.push(err350), errors++;
      }
    }
  } else {
    let err351 = { instancePath, keyword: "type", params: { type: "object" } };
    vErrors === null ? vErrors = [err351] : vErrors.push(err351), errors++;
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
