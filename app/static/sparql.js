// Puts the editor with colours, tables and downloads in the place of the plain one.
const plain = document.getElementById("truy-van");
const words = document.getElementById("o-truy-van");
const place = document.getElementById("yasgui");

if (window.Yasgui) {
  place.hidden = false;
  plain.hidden = true;
  const editor = new window.Yasgui(place, {
    requestConfig: { endpoint: `${location.origin}/sparql`, method: "POST" },
    copyEndpointOnNewTab: true,
    persistenceId: null,
    populateFromUrl: false,
    yasqe: { createShareableLink: null, value: words.value },
  });
  const tab = editor.getTab() ?? editor.addTab(true);
  tab.setQuery(words.value);
}
