// Sends the file with a bar that shows how much has gone; without scripts the form does the same, without the bar.
const form = document.getElementById("nap");
const bar = document.getElementById("tien-trinh");

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  bar.hidden = false;
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (step) => { if (step.lengthComputable) bar.value = step.loaded / step.total; });
  request.addEventListener("load", () => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.querySelector("main").focus();
  });
  request.addEventListener("error", () => form.submit());
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.send(new FormData(form));
});
