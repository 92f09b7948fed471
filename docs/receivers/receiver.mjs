// PORT=8080 WEBHOOK_SECRET=whsec_… node receiver.mjs
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";

const key = Buffer.from((process.env.WEBHOOK_SECRET ?? "").replace(/^whsec_/, ""), "base64");

function isOurs(id, timestamp, signatures, body) {
  if (!/^evt_[0-9A-Za-z]+$/.test(id) || !/^[0-9]{1,12}$/.test(timestamp)) return false;
  const digest = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
  const expected = Buffer.from(`v1,${digest}`);
  const given = signatures.split(" ").map((each) => Buffer.from(each));
  const signed = given.some((each) => each.length === expected.length && timingSafeEqual(each, expected));
  return signed && Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300;
}

function keep(id, body) {
  if (existsSync(`inbox/${id}.json`)) return; // a repetition
  const part = `inbox/${randomUUID()}`;
  writeFileSync(part, body);
  renameSync(part, `inbox/${id}.json`); // whole or not at all
}

async function receive(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) if ((size += chunk.length) <= 1_000_000) chunks.push(chunk);
  const [id, ...proof] = ["id", "timestamp", "signature"].map((name) => request.headers[`webhook-${name}`] ?? "");
  const body = Buffer.concat(chunks);
  if (!isOurs(id, ...proof, body)) return 400;
  keep(id, body);
  return 204;
}

if (key.length < 24) throw new Error("no secret");
mkdirSync("inbox", { recursive: true });
createServer(async (request, response) => {
  const status = await receive(request).catch((error) => (console.error(error), 500)); // then we come again
  response.writeHead(status).end();
}).listen(Number(process.env.PORT), "127.0.0.1");
