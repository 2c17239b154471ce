// The formatting: one row of named buttons, reached with Alt+F10 and walked with the arrow keys.
import { pm } from "django-prose-editor/editor"
import { ask, element } from "articles/prose-dialog"
import { insertPicture } from "articles/prose-pictures"
import { isFollowable } from "articles/prose-schema"

const { deleteTable, selectedRect } = pm.tables
const heading = (level) => ({
  name: `heading${level}`, text: `H${level}`,
  run: (chain) => chain.toggleHeading({ level }),
  active: (editor) => editor.isActive("heading", { level }),
  enabled: (editor) => !editor.isActive("table") && editor.can().toggleHeading({ level }),
})
const mark = (name, command, type, content) => ({
  name, ...content,
  run: (chain) => chain[command](),
  active: (editor) => editor.isActive(type),
})
const inTable = (name, command, icon, enabled) => ({
  name, icon, run: (chain) => chain[command](),
  hidden: (editor) => !editor.isActive("table"),
  enabled: enabled || ((editor) => editor.can()[command]()),
})

// Strokes in a square of 24.
const ICONS = {
  undo: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3", redo: "m15 14 5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",
  link: "M10 13a5 5 0 0 0 7.5.5l3-3a5 5 0 0 0-7-7L12 5M14 11a5 5 0 0 0-7.5-.5l-3 3a5 5 0 0 0 7 7L12 19",
  unlink: "m18 13 2.5-2.5a5 5 0 0 0-7-7L11 6M6 11l-2.5 2.5a5 5 0 0 0 7 7L13 18M3 3l18 18",
  bullets: "M9 6h12M9 12h12M9 18h12M4 6h.01M4 12h.01M4 18h.01",
  numbers: "M10 6h11M10 12h11M10 18h11M4 4h1v5M4 9h2M6 19H4c0-1 2-2 2-3s-1-1.5-2-1",
  indent: "M21 6H3M21 18H3M21 12H11M3 9l4 3-4 3", outdent: "M21 6H3M21 18H3M21 12H11M7 9l-4 3 4 3",
  quote: "M4 4v16M9 7h11M9 12h11M9 17h7", callout: "M3 4h18v14H3zM12 8v4M12 15h.01",
  picture: "M3 4h18v16H3zM3 16l5-5 5 5M13 14l3-3 5 5M15.5 8.5h.01",
  table: "M3 4h18v16H3zM3 10h18M9 4v16M15 4v16",
  rowBefore: "M3 13h18v7H3zM12 13v7M12 9V3M9 6h6", rowAfter: "M3 4h18v7H3zM12 4v7M12 15v6M9 18h6",
  rowGone: "M3 9h18v6H3zM9 3l6 3M15 3 9 6M9 18l6 3M15 18l-6 3", columnBefore: "M13 3h7v18h-7zM13 12h7M9 12H3M6 9v6",
  columnAfter: "M4 3h7v18H4zM4 12h7M15 12h6M18 9v6", columnGone: "M9 3h6v18H9zM3 9l3 6M6 9l-3 6M18 9l3 6M21 9l-3 6",
  headerCell: "M3 4h18v16H3zM3 10h18M5 7h14", mergeCells: "M3 5h18v14H3zM7 12h4M9 10l2 2-2 2M17 12h-4M15 10l-2 2 2 2",
  splitCell: "M3 5h18v14H3zM12 5v14M6 12h3M18 12h-3", tableGone: "M3 4h18v16H3zM8 8l8 8M16 8l-8 8",
}

const groups = (config) => [
  [
    { name: "undo", icon: 1, run: (chain) => chain.undo(), enabled: (editor) => editor.can().undo() },
    { name: "redo", icon: 1, run: (chain) => chain.redo(), enabled: (editor) => editor.can().redo() },
  ],
  [
    { name: "paragraph", text: "¶", run: (chain) => chain.setParagraph(), active: (editor) => editor.isActive("paragraph") },
    heading(2), heading(3), heading(4),
  ],
  [
    mark("strong", "toggleBold", "bold", { text: "B" }), mark("em", "toggleItalic", "italic", { text: "I" }),
    mark("sub", "toggleSubscript", "subscript", { text: "x₂" }),
    mark("sup", "toggleSuperscript", "superscript", { text: "x²" }),
  ],
  [
    { name: "link", icon: 1, act: (editor) => askLink(editor, config), active: (editor) => editor.isActive("link"),
      enabled: (editor) => !editor.state.selection.empty || editor.isActive("link") },
    { name: "unlink", icon: 1, run: (chain) => chain.extendMarkRange("link").unsetLink(),
      enabled: (editor) => editor.isActive("link") },
  ],
  [
    { name: "bullets", icon: 1, run: (chain) => chain.toggleBulletList(), active: (editor) => editor.isActive("bulletList") },
    { name: "numbers", icon: 1, run: (chain) => chain.toggleOrderedList(), active: (editor) => editor.isActive("orderedList") },
    { name: "indent", icon: 1, run: (chain) => chain.sinkListItem("listItem"), hidden: (editor) => !editor.isActive("listItem"),
      enabled: (editor) => editor.can().sinkListItem("listItem") },
    { name: "outdent", icon: 1, run: (chain) => chain.liftListItem("listItem"), hidden: (editor) => !editor.isActive("listItem") },
    { name: "quote", icon: 1, run: (chain) => chain.toggleWrap("blockquote"), active: (editor) => editor.isActive("blockquote") },
    { name: "callout", icon: 1, run: (chain) => chain.toggleWrap("callout"), active: (editor) => editor.isActive("callout") },
  ],
  [
    { name: "picture", icon: 1, act: (editor) => insertPicture(editor, config), hidden: () => !config.upload },
    { name: "table", icon: 1, act: (editor) => askTable(editor, config), enabled: (editor) => !editor.isActive("table") },
  ],
  [
    inTable("rowBefore", "addRowBefore", 1), inTable("rowAfter", "addRowAfter", 1), inTable("rowGone", "deleteRow", 1, hasMore("height")),
    inTable("columnBefore", "addColumnBefore", 1), inTable("columnAfter", "addColumnAfter", 1),
    inTable("columnGone", "deleteColumn", 1, hasMore("width")),
    { ...inTable("headerCell", "toggleHeaderCell", 1), active: (editor) => editor.isActive("tableHeader") },
    inTable("mergeCells", "mergeCells", 1), inTable("splitCell", "splitCell", 1),
    { name: "tableGone", icon: 1, act: removeTable, hidden: (editor) => !editor.isActive("table") },
  ],
]

// The last row or column goes with the table.
function hasMore(side) {
  return (editor) => editor.isActive("table") && selectedRect(editor.state).map[side] > 1
}

function removeTable(editor) {
  const { $from } = editor.state.selection
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name !== "captioned") continue
    return editor.chain().focus().deleteRange({ from: $from.before(depth), to: $from.after(depth) }).run()
  }
  return deleteTable(editor.state, editor.view.dispatch)
}

export async function askLink(editor, { words, schemes }) {
  if (editor.state.selection.empty && !editor.isActive("link")) return
  const answer = await ask({
    title: words.link, words,
    fields: [{ name: "href", label: words.address, help: words.addressHelp, required: true, value: editor.getAttributes("link").href || "" }],
    act: async ({ href }) => (isFollowable(href, schemes) ? "" : words.badAddress),
  })
  const chain = editor.chain().focus()
  if (answer) chain.extendMarkRange("link").setMark("link", { href: answer.href }).run()
  else chain.run()
}

async function askTable(editor, { words }) {
  const size = (name, label) => ({ name, label, type: "number", min: 2, max: 30, value: 3, required: true })
  const answer = await ask({ title: words.insertTable, words, ok: words.insert, fields: [size("rows", words.rows), size("columns", words.columns)] })
  if (!answer) return editor.commands.focus()
  const cells = (type) => Array.from({ length: +answer.columns }, () => ({ type, content: [{ type: "paragraph" }] }))
  const rows = Array.from({ length: +answer.rows }, (_, n) => ({ type: "tableRow", content: cells(n ? "tableCell" : "tableHeader") }))
  return editor.chain().focus().insertContent({ type: "captioned", content: [{ type: "legend" }, { type: "table", content: rows }] }).run()
}

function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  svg.setAttribute("viewBox", "0 0 24 24")
  svg.setAttribute("aria-hidden", "true")
  const line = document.createElementNS(svg.namespaceURI, "path")
  line.setAttribute("d", path)
  svg.append(line)
  return svg
}

export function toolbar(editor, config) {
  const { words } = config
  const items = []
  const bar = element("div", { className: "prose-toolbar", role: "toolbar", "aria-label": words.toolbar })
  const rows = [element("div", { className: "prose-row" }), element("div", { className: "prose-row" })]
  const all = groups(config)
  for (const group of all) {
    const box = element("div", { className: "prose-group" })
    for (const item of group) {
      const button = element("button", { type: "button", title: words[item.name], "aria-label": words[item.name], tabIndex: -1 })
      button.dataset.name = item.name
      button.append(item.icon ? icon(ICONS[item.name]) : item.text)
      button.addEventListener("mousedown", (event) => event.preventDefault())
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") === "true") return
        if (item.act) item.act(editor)
        else item.run(editor.chain().focus()).run()
      })
      items.push({ ...item, button })
      box.append(button)
    }
    rows[group === all.at(-1) ? 1 : 0].append(box)
  }
  bar.append(...rows)
  const show = () => {
    for (const { button, active, enabled, hidden } of items) {
      button.hidden = !!hidden?.(editor)
      if (active) button.setAttribute("aria-pressed", String(active(editor)))
      button.setAttribute("aria-disabled", String(!!enabled && !button.hidden && !enabled(editor)))
    }
    for (const box of [...rows[0].children, rows[1]]) box.hidden = !box.querySelector("button:not([hidden])")
    if (!bar.querySelector('[tabindex="0"]:not([hidden])')) reach(items.find(({ button }) => !button.hidden).button, false)
  }
  const reach = (button, focus = true) => {
    for (const one of items) one.button.tabIndex = one.button === button ? 0 : -1
    if (focus) button.focus()
  }
  bar.addEventListener("keydown", (event) => {
    const shown = items.map(({ button }) => button).filter((button) => !button.hidden)
    const at = shown.indexOf(document.activeElement)
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key]
    if (event.key === "Escape") editor.commands.focus()
    if (next === undefined || at < 0) return
    event.preventDefault()
    reach(shown[(next + shown.length) % shown.length])
  })
  editor.on("transaction", show)
  show()
  return { bar, focus: () => bar.querySelector('[tabindex="0"]').focus() }
}
