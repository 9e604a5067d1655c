// A page that listens: within about a second it learns that something it shows has changed. It never reloads by itself.
//
//   data-listen="address" on a live region with a <template>   what the template holds is said in it, once
//   data-listen="address" without one                          the element gets the event "news", every ten seconds at most
//
// The address holds since when the page knows: whatever happened while the tab was hidden is told when it listens again.

const RENEW_EVERY = 10_000; // milliseconds
let source = null;
let renewal = null;
let renewedAt = -RENEW_EVERY;

const place = () => document.querySelector("[data-listen]");

const rest = () => { source?.close(); source = null; };

const say = (region, words) => {
  rest(); // there is nothing more to say
  region.append(words.content.cloneNode(true));
  words.remove();
};

const renew = () => {
  renewal ??= setTimeout(() => {
    renewal = null;
    renewedAt = performance.now();
    place()?.dispatchEvent(new CustomEvent("news"));
  }, Math.max(0, renewedAt + RENEW_EVERY - performance.now()));
};

const hear = () => {
  const region = place();
  const words = region?.querySelector("template");
  words ? say(region, words) : renew();
};

const hasSaid = (region) => region.matches(".newer") && !region.querySelector("template");

const listen = () => {
  const region = place();
  if (document.hidden || source || !region || hasSaid(region)) return;
  source = new EventSource(region.dataset.listen);
  source.onmessage = hear;
};

document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
addEventListener("pagehide", rest);
addEventListener("pageshow", listen);
document.addEventListener("htmx:after:swap", () => {
  if (source?.readyState === EventSource.CLOSED) { rest(); listen(); } // the pass was over; the renewed page has a new one
});
listen();
