// Runs on pages of `variorum serve` only. Listens for new editions of the site: reloads this page if its own bytes
// changed, and shows what is wrong with the sources while something is. Built pages do not have it.
(() => {
  "use strict";
  const { page, digest } = document.currentScript.dataset;
  const place = `variorum-place:${location.pathname}`;
  const dismissed = "variorum-dismissed";
  let source = null;
  let overlay = null;

  // The scroll place of before the reload. Browsers keep it as well, but not where the page grew while it loaded.
  const kept = sessionStorage.getItem(place);
  if (kept !== null) {
    sessionStorage.removeItem(place);
    const [x, y] = JSON.parse(kept);
    addEventListener("load", () => scrollTo({ left: x, top: y, behavior: "instant" }));
  }

  const reload = () => {
    source?.close();
    sessionStorage.setItem(place, JSON.stringify([scrollX, scrollY]));
    location.reload();
  };

  const hide = () => {
    overlay?.remove();
    overlay = null;
  };

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const show = (problems) => {
    hide();
    const close = element("button", { type: "button", textContent: "Dismiss" });
    close.addEventListener("click", () => {
      sessionStorage.setItem(dismissed, problems);
      hide();
    });
    const told = element("pre", { tabIndex: 0 }, problems);
    const title = element("h2", {}, "The sources have errors. This is the last good site.");
    const top = element("div", { className: "variorum-top" }, title, close);
    overlay = element("section", { className: "variorum-overlay", lang: "en", dir: "ltr", ariaLabel: "Errors in the sources" }, top, told);
    document.body.append(overlay);
  };

  const tell = ({ digest: newest, problems }) => {
    if (newest !== digest) {
      reload();
    } else if (problems === null) {
      sessionStorage.removeItem(dismissed);
      hide();
    } else if (problems !== sessionStorage.getItem(dismissed) && !document.querySelector(".variorum-fault")) {
      show(problems);
    }
  };

  // A browser opens few connections to one host, so a page that nobody sees holds none.
  const listen = () => {
    source?.close();
    source = null;
    if (document.visibilityState === "visible") {
      source = new EventSource(`/.variorum/events?page=${encodeURIComponent(page)}`);
      source.addEventListener("edition", (event) => tell(JSON.parse(event.data)));
    }
  };

  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && listen());
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") overlay?.querySelector("button").click();
  });
  listen();
})();
