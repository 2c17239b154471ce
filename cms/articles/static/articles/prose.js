// The text area of an article becomes an editor. Where that fails, the text area stays, with the same HTML.
import { Editor, Extension } from "django-prose-editor/editor"
import { element } from "articles/prose-dialog"
import { paste } from "articles/prose-paste"
import { figureView } from "articles/prose-pictures"
import { extensions, html } from "articles/prose-schema"
import { askLink, toolbar } from "articles/prose-toolbar"

const NAME = "data-django-prose-editor-article"

function start(textarea) {
  const config = JSON.parse(textarea.getAttribute(NAME))
  const box = element("div", { className: "prose" })
  const status = element("p", { className: "prose-status", role: "status" })
  const say = (words) => (status.textContent = words)
  let editor, tools
  const keys = Extension.create({
    name: "articleKeys",
    addKeyboardShortcuts: () => ({
      "Alt-F10": () => (tools.focus(), true),
      "Mod-k": () => (askLink(editor, config), true),
    }),
  })
  editor = new Editor({
    element: box,
    content: textarea.value,
    // Style elements need a nonce; what they would say is in our own sheet.
    injectCSS: false,
    enableInputRules: ["bulletList", "heading"],
    enablePasteRules: false,
    extensions: [...extensions({ ...config, figureView: figureView(config) }), paste(config, say), keys],
    editorProps: { attributes: attributes(textarea) },
    onUpdate() {
      textarea.value = html(editor.state.doc)
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  tools = toolbar(editor, config)
  box.prepend(tools.bar)
  box.append(status, element("p", { className: "help prose-keys", id: `${textarea.id}_keys`, textContent: config.words.keys }))
  textarea.before(box)
  textarea.hidden = true
  label(textarea)?.addEventListener("click", () => editor.commands.focus())
  return editor
}

const label = (textarea) => document.querySelector(`label[for="${textarea.id}"]`)

function attributes(textarea) {
  const named = label(textarea)
  if (named) named.id ||= `${textarea.id}_label`
  const described = [textarea.getAttribute("aria-describedby"), `${textarea.id}_keys`].filter(Boolean).join(" ")
  return {
    role: "textbox",
    "aria-multiline": "true",
    "aria-describedby": described,
    ...(named ? { "aria-labelledby": named.id } : {}),
    ...(textarea.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
    lang: textarea.lang,
    spellcheck: "true",
  }
}

for (const textarea of document.querySelectorAll(`textarea[${NAME}]`)) {
  try {
    start(textarea)
  } catch (error) {
    textarea.hidden = false
    textarea.previousElementSibling?.matches(".prose") && textarea.previousElementSibling.remove()
    console.warn("The editor did not start; the text is edited as HTML.", error)
  }
}
