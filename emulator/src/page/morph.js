// Makes `old` equal to `next`, and leaves everything alone that is equal already: the focus, what is
// typed, what is open.
export function morph(old, next) {
  if (old.isEqualNode(next)) {
    return;
  }
  if (old.nodeName !== next.nodeName || old.id !== next.id) {
    old.replaceWith(next);
    return;
  }
  if (old.nodeType === Node.TEXT_NODE) {
    old.data = next.data;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name) && name !== "open") {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of next.attributes) {
    if (old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }
  const known = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
  let place = old.firstChild;
  for (const child of [...next.childNodes]) {
    const isSame = place && !place.id && place.nodeName === child.nodeName;
    const match = child.id ? known.get(child.id) : isSame ? place : null;
    if (!match) {
      old.insertBefore(child, place);
      continue;
    }
    if (match === place) {
      place = place.nextSibling;
    } else {
      old.insertBefore(match, place);
    }
    morph(match, child);
  }
  while (place) {
    const rest = place.nextSibling;
    place.remove();
    place = rest;
  }
  if (old.matches("select[data-do]") && old !== document.activeElement) {
    old.value = old.querySelector("option[selected]")?.value ?? old.value;
  }
}
