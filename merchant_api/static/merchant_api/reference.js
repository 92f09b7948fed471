// The viewer asks its maker's host for a logo. This page asks nobody but its own host, so there is no such picture.
const set = Element.prototype.setAttribute;
HTMLImageElement.prototype.setAttribute = function (name, value) {
  const foreign = name === "src" && !["data:", "blob:"].includes(new URL(value, location.href).protocol)
    && new URL(value, location.href).origin !== location.origin;
  if (foreign) this.hidden = true;
  else set.call(this, name, value);
};
