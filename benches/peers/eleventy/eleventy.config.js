// A collection for each kind of page that gathers claims, each worked out once.
import syntaxHighlight from "@11ty/eleventy-plugin-syntaxhighlight";

const briefs = (api) => api.getFilteredByGlob("content/briefs/*.md").sort((a, b) => b.date - a.date);

function gather(api, keysOf) {
  const pages = new Map();
  for (const brief of briefs(api)) {
    for (const claim of brief.data.claims) {
      for (const key of keysOf(claim)) {
        if (!pages.has(key)) pages.set(key, { id: key, claims: [] });
        pages.get(key).claims.push({ claim, url: brief.url });
      }
    }
  }
  return [...pages.values()];
}

function byClaimant(claims) {
  const groups = new Map();
  for (const entry of claims) {
    const [first] = entry.claim.by;
    groups.set(first, [...(groups.get(first) ?? []), entry]);
  }
  return [...groups];
}

export default function (config) {
  config.addPlugin(syntaxHighlight);
  config.addPassthroughCopy("style.css");
  config.addCollection("newest", briefs);
  config.addCollection("latest", (api) => briefs(api).slice(0, 50));
  config.addCollection("actors", (api) => gather(api, (claim) => new Set([...claim.by, ...claim.about])));
  config.addCollection("events", (api) => {
    const events = gather(api, (claim) => [claim.event]);
    for (const event of events) event.claimants = byClaimant(event.claims);
    return events;
  });
  return { dir: { input: ".", output: "public" }, markdownTemplateEngine: false };
}
