// Opens the API description in Swagger UI; a file of its own, since the page allows no inline script.
SwaggerUIBundle({
  url: "/api/v1/openapi.json",
  dom_id: "#api",
  deepLinking: true,
  validatorUrl: null,
  // The page has a main part already.
  onComplete: () => document.querySelectorAll("#api main").forEach((part) => part.setAttribute("role", "group")),
});
