// The viewer asks its maker's host for a logo, as an attribute and once more as a property. This page asks nobody but its own
// host, so there is no such picture.
const image = HTMLImageElement.prototype;
const src = Object.getOwnPropertyDescriptor(image, "src");
const isForeign = (address) => {
  const { origin, protocol } = new URL(address, location.href);
  return origin !== location.origin && protocol.startsWith("http");
};
image.setAttribute = function (name, value) {
  if (name === "src") this.src = value;
  else Element.prototype.setAttribute.call(this, name, value);
};
Object.defineProperty(image, "src", {
  ...src,
  set(address) {
    if (isForeign(address)) this.hidden = true;
    else src.set.call(this, address);
  },
});
