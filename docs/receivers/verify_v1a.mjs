import { createPublicKey, verify } from "node:crypto";

const SPKI = Buffer.from("302a300506032b6570032100", "hex"); // what stands before the 32 bytes of an Ed25519 key

export function isSigned(publicKey, id, timestamp, signatures, body) {
  const der = Buffer.concat([SPKI, Buffer.from(publicKey.replace(/^whpk_/, ""), "base64")]);
  const key = createPublicKey({ key: der, format: "der", type: "spki" });
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const given = signatures.split(" ").filter((each) => each.startsWith("v1a,"));
  return given.some((each) => verify(null, content, key, Buffer.from(each.slice(4), "base64")));
}
