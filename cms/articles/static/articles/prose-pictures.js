// Pictures: kept on the server before the text is saved, and never without a question for their alternative text.
import { ask, element } from "articles/prose-dialog"

const OURS = "/pictures/"
export const isOurs = (src) => !src || src.startsWith(OURS) || src.startsWith("data:image/")
export const isPicture = (file) => /^image\/(png|jpeg|gif|webp|avif)$/.test(file.type)
// Readers find it at its address once it is published; who works here sees it before.
const whereShown = (src, config) =>
  src.startsWith(OURS) ? config.pictures.replace("NAME", encodeURIComponent(src.slice(OURS.length))) : src

export const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value

async function upload(file, config) {
  const { words } = config
  if (file.size > config.mostBytes) return { problem: words.tooLarge }
  const data = new FormData()
  data.append("file", file)
  try {
    const answer = await fetch(config.upload, { method: "POST", body: data, headers: { "X-CSRFToken": token() } })
    const said = await answer.json()
    return said.src ? said : { problem: said.problem || words.notUploaded }
  } catch {
    return { problem: words.notUploaded }
  }
}

const altField = (words, value = "") => ({
  name: "alt", label: words.alt, help: words.altHelp, type: "textarea", required: true, value,
})

// Ask for a file (unless one was dropped) and its words; then the figure is in the text.
export async function insertPicture(editor, config, dropped = null) {
  const { words } = config
  let kept = null
  const file = { name: "file", label: words.file, type: "file", required: true, accept: "image/png,image/jpeg,image/gif,image/webp,image/avif" }
  const answer = await ask({
    title: words.insertPicture,
    words,
    ok: words.insert,
    fields: [...(dropped ? [] : [file]), altField(words), { name: "caption", label: words.captionHere }],
    act: async (values, say) => {
      if (!values.alt) return words.noAlt
      say(words.uploading)
      kept = await upload(dropped || values.file, config)
      return kept.problem || ""
    },
  })
  if (!answer) return editor.commands.focus()
  const { src, width, height } = kept
  const caption = answer.caption ? [{ type: "text", text: answer.caption }] : []
  return editor.chain().focus().insertContent({
    type: "figure",
    attrs: { src, width, height, alt: answer.alt, missing: null },
    content: [{ type: "caption", content: caption }],
  }).run()
}

// How a figure is shown while it is written: the picture, its alternative text and what can be done.
export const figureView = (config) => ({ node, editor, getPos }) => {
  const { words } = config
  const captions = element("div", { className: "figure-captions" })
  const stage = element("div", { className: "figure-stage" })
  const alt = element("span", { className: "figure-alt" })
  const act = (text, run) => {
    const button = element("button", { type: "button", textContent: text })
    button.addEventListener("click", run)
    return button
  }
  const change = (attrs) => {
    const at = getPos()
    const now = editor.state.doc.nodeAt(at)
    editor.view.dispatch(editor.state.tr.setNodeMarkup(at, undefined, { ...now.attrs, ...attrs }))
  }
  const describe = async () => {
    const answer = await ask({
      title: words.changePicture, words, fields: [altField(words, node.attrs.alt || "")],
      act: async ({ alt }) => (alt ? "" : words.noAlt),
    })
    if (answer) change({ alt: answer.alt })
    editor.commands.focus()
  }
  const replace = async () => {
    let kept = null
    const answer = await ask({
      title: words.replacePicture, words,
      fields: [{ name: "file", label: words.file, type: "file", required: true, accept: "image/*" }, altField(words, node.attrs.alt || "")],
      act: async (values) => {
        if (!values.alt) return words.noAlt
        kept = await upload(values.file, config)
        return kept.problem || ""
      },
    })
    if (answer) change({ src: kept.src, width: kept.width, height: kept.height, alt: answer.alt, missing: null })
    editor.commands.focus()
  }
  const remove = () => {
    const at = getPos()
    editor.chain().focus().deleteRange({ from: at, to: at + editor.state.doc.nodeAt(at).nodeSize }).run()
  }
  const acts = element("div", { className: "figure-acts" }, alt,
    act(words.changePicture, describe), act(words.replacePicture, replace), act(words.removePicture, remove))
  const frame = element("div", { className: "figure-frame" }, stage, acts)
  frame.contentEditable = "false"
  const dom = element("figure", {}, frame, captions)

  const show = () => {
    const { src, missing, width, height } = node.attrs
    const words_ = node.attrs.alt || ""
    const lost = missing || (isOurs(src) ? "" : src) || (src ? "" : "?")
    stage.replaceChildren(
      lost
        ? element("p", { className: "figure-missing", textContent: `${words.missing} ${lost}` })
        : element("img", { alt: words_, src: whereShown(src, config), ...(width && height ? { width, height } : {}) }),
    )
    alt.textContent = words_ ? `${words.alt}: ${words_}` : words.noAlt
    alt.classList.toggle("is-missing", !words_)
  }
  show()
  return {
    dom,
    contentDOM: captions,
    update(next) {
      if (next.type !== node.type) return false
      const before = node
      node = next
      if (before.attrs !== next.attrs) show()
      return true
    },
    stopEvent: (event) => acts.contains(event.target),
    ignoreMutation: (mutation) => !captions.contains(mutation.target),
  }
}
