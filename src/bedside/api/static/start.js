// Starts Swagger UI. A file of its own because our policy allows no inline script.
window.addEventListener("load", () => {
  SwaggerUIBundle({
    url: "/api/openapi.json",
    dom_id: "#swagger-ui",
    deepLinking: true,
    // Closed groups: laid out open, more than about 130 operations stop Swagger UI half-way.
    docExpansion: "none",
    validatorUrl: null,
    defaultModelsExpandDepth: 0,
    presets: [SwaggerUIBundle.presets.apis],
    // Same-origin requests carry the session by themselves; a token pasted in stays in memory.
    persistAuthorization: false,
  });
});
