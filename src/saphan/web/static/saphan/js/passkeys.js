// Says what went wrong with a passkey, and takes its buttons away where the browser knows none.
const tell = (what) => { for (const one of document.querySelectorAll(`[data-passkey="${what}"]`)) one.hidden = false; };
document.addEventListener("allauth.error", (event) => { event.preventDefault(); tell("failed"); });
if (!window.PublicKeyCredential) {
  tell("unknown");
  for (const one of document.querySelectorAll("[data-passkey-button]")) one.disabled = true;
}
