// What every client is asked to do.
export const wanted = "show me a red shirt under 800";
export const shown = "2* B11 640; 5* K42 720";
export const search = {
  name: "search",
  description: "finds products",
  parameters: {
    type: "object",
    properties: { item: { type: "string" }, color: { type: "string" }, max: { type: "integer" } },
    required: ["item"],
  },
};

/** Runs one after the other, and prints what each saw, or the error that it ended with, as one object. */
export async function tell(steps) {
  const seen = {};
  for (const [name, step] of Object.entries(steps)) {
    try {
      seen[name] = await step();
    } catch (error) {
      seen[name] = { error: error.constructor.name, status: error.status ?? error.statusCode, message: error.message };
    }
  }
  console.log(JSON.stringify(seen));
}
