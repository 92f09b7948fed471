// Verifies what came in, as a receiver would: reads {secret, headers, body (base64)} a line, says what each library finds.
import { createInterface } from "node:readline";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";

const libraries = { standardwebhooks: StandardWebhook, svix: SvixWebhook };

function verdict(Webhook, { secret, headers, body }) {
  try {
    new Webhook(secret).verify(Buffer.from(body, "base64"), headers);
    return "verified";
  } catch (error) {
    return error.message;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const found = Object.entries(libraries).map(([name, Webhook]) => [name, verdict(Webhook, JSON.parse(line))]);
  console.log(JSON.stringify(Object.fromEntries(found)));
}
