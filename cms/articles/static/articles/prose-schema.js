// What an article is made of, as the importer's allow-list has it: nothing else can be typed, pasted or kept.
import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Extension, Gapcursor, HardBreak, Heading, History, Italic, Link,
  ListItem, Node, OrderedList, Paragraph, Placeholder, Subscript, Superscript, Table, TableCell, TableHeader, TableRow,
  Text, TrailingNode, pm,
} from "django-prose-editor/editor"

const { DOMParser, DOMSerializer, Fragment } = pm.model
const { Selection } = pm.state

// --- Texts ---------------------------------------------------------------------------------------------------

const LEVELS = { h1: 2, h2: 2, h3: 3, h4: 4, h5: 4, h6: 4 }

const ArticleHeading = Heading.extend({
  parseHTML: () => Object.entries(LEVELS).map(([tag, level]) => ({ tag, attrs: { level } })),
}).configure({ levels: [2, 3, 4] })

const scheme = /^\s*([a-z][a-z0-9+.-]*):/i

export const isFollowable = (address, schemes) => {
  const found = scheme.exec(address)
  return !!address.trim() && (!found || schemes.includes(found[1].toLowerCase()))
}

const articleLink = (schemes) =>
  Link.extend({
    addAttributes: () => ({ href: { default: null } }),
    addKeyboardShortcuts: () => ({}),
  }).configure({
    autolink: false,
    openOnClick: false,
    linkOnPaste: true,
    isAllowedUri: (address) => isFollowable(address || "", schemes),
  })

// An item may begin with a list or a picture, as a cell may.
const Item = ListItem.extend({ content: "block+" })

// --- Callouts, figures, tables -------------------------------------------------------------------------------

const Callout = Node.create({
  name: "callout",
  group: "block",
  content: "block+",
  defining: true,
  parseHTML: () => [{ tag: "aside" }],
  renderHTML: () => ["aside", {}, 0],
})

const shown = (picture) => ({
  src: picture.getAttribute("src"),
  alt: picture.getAttribute("alt") || "",
  width: picture.getAttribute("width"),
  height: picture.getAttribute("height"),
  missing: picture.getAttribute("data-missing"),
})

// A figure of one picture; any other is read for what is in it.
const onePicture = (figure) => {
  const pictures = figure.querySelectorAll("img")
  return pictures.length === 1 && !figure.querySelector("table, blockquote, figure") && shown(pictures[0])
}

const onlyCaptions = (figure) => {
  const captions = figure.ownerDocument.createElement("div")
  for (const caption of figure.querySelectorAll("figcaption")) captions.append(caption.cloneNode(true))
  return captions
}

const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "caption+",
  isolating: true,
  draggable: true,
  addAttributes: () =>
    Object.fromEntries(["src", "alt", "width", "height", "missing"].map((name) => [name, { default: null }])),
  parseHTML: () => [
    { tag: "figure", getAttrs: onePicture, contentElement: onlyCaptions },
    { tag: "img", getAttrs: shown },
  ],
  renderHTML({ node }) {
    const { missing, ...attrs } = node.attrs
    return ["figure", {}, ["img", { ...attrs, "data-missing": missing }], ["div", {}, 0]]
  },
})

const Caption = Node.create({
  name: "caption",
  content: "inline*",
  isolating: true,
  parseHTML: () => [{ tag: "figcaption", context: "figure/" }],
  renderHTML: () => ["figcaption", {}, 0],
})

// A table with its caption above it. The caption is beside the rows, where commands on cells do not meet it.
const Captioned = Node.create({
  name: "captioned",
  group: "block",
  content: "legend+ table",
  isolating: true,
  parseHTML: () => [
    { tag: "div.table", getAttrs: (box) => (box.querySelector(":scope > table") ? null : false), getContent: captioned },
    { tag: "table", getContent: captioned },
  ],
  renderHTML: () => ["div", { class: "table" }, 0],
})

function captioned(element, schema) {
  const { legend, table } = schema.nodes
  const parser = DOMParser.fromSchema(schema)
  const box = element.cloneNode(true)
  const rows = box.matches("table") ? box : box.querySelector(":scope > table")
  const captions = [...box.querySelectorAll(":scope > [data-legend]"), ...rows.querySelectorAll(":scope > caption")]
  const legends = captions.map((caption) => parser.parse(caption, { topNode: legend.create() }))
  for (const gone of [...captions, ...rows.querySelectorAll(":scope > colgroup")]) gone.remove()
  return Fragment.from([
    ...(legends.length ? legends : [legend.create()]),
    parser.parse(rows, { topNode: table.create() }),
  ])
}

const Legend = Node.create({
  name: "legend",
  content: "inline*",
  isolating: true,
  renderHTML: () => ["div", { "data-legend": "" }, 0],
})

const span = {
  colspan: { default: 1 },
  rowspan: { default: 1 },
  colwidth: { default: null, rendered: false, parseHTML: () => null },
}
const BareTable = Table.extend({
  group: "",
  parseHTML: () => [],
  // Tab leaves the last cell: nobody who writes without a mouse is caught in a table.
  addKeyboardShortcuts() {
    return {
      ...this.parent?.(),
      Tab: () => this.editor.commands.goToNextCell(),
    }
  },
})
const Cell = TableCell.extend({ addAttributes: () => span })
const HeaderCell = TableHeader.extend({ addAttributes: () => ({ ...span, scope: { default: null } }) })

// Enter leaves a caption, since it is one line.
const OneLine = Extension.create({
  name: "oneLine",
  priority: 1000,
  addKeyboardShortcuts() {
    const leave = ({ editor }) => {
      const { $from } = editor.state.selection
      const name = $from.parent.type.name
      if (name !== "caption" && name !== "legend") return false
      return editor.commands.command(({ tr, dispatch, state }) => {
        if (!dispatch) return true
        if (name === "caption") {
          const after = $from.after(-1)
          tr.insert(after, state.schema.nodes.paragraph.create())
          tr.setSelection(Selection.near(tr.doc.resolve(after + 1)))
        } else {
          tr.setSelection(Selection.near(tr.doc.resolve($from.after())))
        }
        tr.scrollIntoView()
        return true
      })
    }
    return { Enter: leave, "Mod-Enter": leave }
  },
})

export const extensions = ({ schemes, words, figureView }) => [
  Document, Text, Paragraph, HardBreak, ArticleHeading, articleLink(schemes), Bold, Italic, Subscript, Superscript,
  BulletList, OrderedList, Item, Blockquote, Callout, Legend, Captioned, BareTable, TableRow, Cell, HeaderCell,
  Caption, Figure.extend({ addNodeView: () => figureView }), History, Dropcursor, Gapcursor, TrailingNode, OneLine,
  Placeholder.configure({
    includeChildren: true,
    showOnlyCurrent: false,
    placeholder: ({ node }) => ({ caption: words.captionHere, legend: words.legendHere })[node.type.name] || "",
  }),
]

// --- Back to HTML, as the server writes it ---------------------------------------------------------------------

const KEPT = { a: ["href"], ol: ["start"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan", "scope"],
  img: ["src", "alt", "width", "height", "data-missing"] }
const LINE_END = /(<\/(?:p|h[2-4]|ul|ol|li|table|caption|tr|t[dh]|blockquote|figure|figcaption|aside)>)(?=<)/g

export function html(doc) {
  // A page that is not shown: a picture set into this one would be asked for at its public address.
  const page = document.implementation.createHTMLDocument("")
  const box = page.createElement("div")
  box.append(DOMSerializer.fromSchema(doc.type.schema).serializeFragment(doc.content, { document: page }))
  for (const captions of box.querySelectorAll("figure > div")) captions.replaceWith(...captions.childNodes)
  for (const table of box.querySelectorAll("div.table")) setCaption(table, page)
  for (const first of box.querySelectorAll(":is(li, td, th) > p:first-child")) first.replaceWith(...first.childNodes)
  for (const empty of box.querySelectorAll("figcaption:empty, caption:empty, p:empty")) empty.remove()
  for (const element of box.querySelectorAll("*")) {
    const kept = KEPT[element.localName] || []
    for (const { name } of [...element.attributes]) if (!kept.includes(name)) element.removeAttribute(name)
  }
  return box.innerHTML.replace(LINE_END, "$1\n")
}

function setCaption(box, page) {
  const table = box.querySelector(":scope > table")
  const captions = [...box.querySelectorAll(":scope > [data-legend]")].map((legend) => {
    const caption = page.createElement("caption")
    caption.append(...legend.childNodes)
    return caption
  })
  table.prepend(...captions)
  const body = table.querySelector(":scope > tbody")
  if (body) body.replaceWith(...body.childNodes)
  box.replaceWith(table)
}
