// What Django's scripts and forms leave without the right role or name, mended once they are done.
"use strict";

const mend = () => {
    // Tooltips are empty elements with a label: to be read they need to be an image.
    for (const tooltip of document.querySelectorAll("span.help-tooltip[aria-label]")) tooltip.setAttribute("role", "img");
    // The empty corner of a table of related rows heads nothing.
    for (const corner of document.querySelectorAll("thead th.original:empty")) {
        corner.replaceWith(Object.assign(document.createElement("td"), {className: corner.className}));
    }
};
addEventListener("load", mend);
