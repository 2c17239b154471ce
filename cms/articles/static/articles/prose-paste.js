// What is pasted or dropped: texts of word processors go through the importer, pictures of other sites stay there.
import { Extension, Plugin, pm } from "django-prose-editor/editor"
import { insertPicture, isOurs, isPicture, token } from "articles/prose-pictures"

const { DOMParser, Fragment, Slice } = pm.model
// Marks that are written as styles, and lists that are paragraphs: the server reads both.
const STYLED = /<[^>]*\sstyle\s*=|class="?Mso/i
const ACTIVE = /<(style|script)\b[\s\S]*?<\/\1>|<!--[\s\S]*?-->/gi
const ACTIVE_ATTRIBUTE = /(<[a-z][^>]*?)\s(?:style|on[a-z]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi

// The browser must not even parse what the page's policy forbids: it would complain.
function inert(html) {
  let before
  let text = html.replace(ACTIVE, "")
  do {
    before = text
    text = text.replace(ACTIVE_ATTRIBUTE, "$1")
  } while (text !== before)
  return text
}

// The slice without the pictures that are not ours; ``refuse`` is told of them.
function withoutForeign(slice, refuse) {
  let found = 0
  const clean = (fragment) => {
    const kept = []
    fragment.forEach((node) => {
      if (node.type.name === "figure" && !isOurs(node.attrs.src)) found += 1
      else kept.push(node.isText || node.isLeaf ? node : node.copy(clean(node.content)))
    })
    return Fragment.from(kept)
  }
  const content = clean(slice.content)
  if (!found) return slice
  refuse()
  return content.size ? Slice.maxOpen(content) : Slice.empty
}

// Cells copied from a table and pasted into one go into its cells.
function asCells(slice, view) {
  const only = slice.content.childCount === 1 && slice.content.firstChild
  const inside = view.state.selection.$from
  const inTable = Array.from({ length: inside.depth }, (_, n) => inside.node(n + 1)).some((n) => n.type.name === "table")
  return only && only.type.name === "captioned" && inTable ? new Slice(Fragment.from(only.lastChild), 0, 0) : slice
}

async function cleaned(html, config) {
  const data = new FormData()
  data.append("html", html)
  const answer = await fetch(config.paste, { method: "POST", body: data, headers: { "X-CSRFToken": token() } })
  if (!answer.ok) throw new Error(answer.status)
  return answer.json()
}

export const paste = (config, say) => {
  const refuse = () => say(config.words.refused)
  const insert = (view, html) => {
    const box = new window.DOMParser().parseFromString(inert(html), "text/html").body
    const slice = DOMParser.fromSchema(view.state.schema).parseSlice(box)
    view.dispatch(view.state.tr.replaceSelection(withoutForeign(slice, refuse)).scrollIntoView().setMeta("paste", true))
  }
  const pictures = (editor, transfer) => {
    const file = [...(transfer?.files || [])].find(isPicture)
    if (file && config.upload) insertPicture(editor, config, file)
    return !!file
  }
  return Extension.create({
    name: "articlePaste",
    priority: 1100,
    addProseMirrorPlugins() {
      const { editor } = this
      return [
        new Plugin({
          props: {
            transformPastedHTML: inert,
            transformPasted: (slice, view) => asCells(withoutForeign(slice, refuse), view),
            // Before the editor reads it: a handler of the paste itself would be too late.
            handleDOMEvents: {
              paste(view, event) {
                const html = event.clipboardData?.getData("text/html") || ""
                if (html.includes("data-pm-slice") || !STYLED.test(html)) return false
                event.preventDefault()
                cleaned(html, config).then(
                  (answer) => {
                    insert(view, answer.html)
                    if (answer.refused) refuse()
                  },
                  () => insert(view, html),
                )
                return true
              },
            },
            handlePaste: (view, event) =>
              !event.clipboardData?.getData("text/html") && pictures(editor, event.clipboardData),
            handleDrop: (view, event, slice, moved) => !moved && pictures(editor, event.dataTransfer),
          },
        }),
      ]
    },
  })
}
