// The language switch keeps the paragraph: both editions give a block the same id.
(function () {
  "use strict";
  function firstVisible() {
    var blocks = document.querySelectorAll(".text [id^='b']");
    for (var i = 0; i < blocks.length; i++) {
      var box = blocks[i].getBoundingClientRect();
      if (box.height && box.bottom > 0) return box.top < window.innerHeight ? blocks[i].id : "";
    }
    return "";
  }
  document.querySelectorAll(".languages a[hreflang]").forEach(function (link) {
    link.addEventListener("click", function () {
      if (window.scrollY > 0) link.hash = firstVisible();
    });
  });
  // On paper there is nothing to click: what is folded is printed open.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (details) { details.open = true; });
  });
})();
