// Questions: a dialog of some fields. It answers with their values, or with nothing.

export const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === undefined || value === null) continue
    if (key in made && !/^(list|form)$/.test(key)) made[key] = value
    else made.setAttribute(key, value)
  }
  made.append(...children)
  return made
}

let count = 0

// ``act`` gets the values; a sentence it returns is shown and the dialog stays open.
export function ask({ title, fields, words, act = async () => "", ok = words.ok }) {
  const id = `prose-dialog-${++count}`
  const inputs = fields.map((field, n) => input(field, `${id}-${n}`))
  const problem = element("p", { className: "prose-problem", role: "alert" })
  const form = element(
    "form",
    { method: "dialog", noValidate: false },
    element("h2", { id, textContent: title }),
    ...inputs.map((one) => one.row),
    problem,
    element(
      "div",
      { className: "prose-dialog-acts" },
      element("button", { type: "submit", className: "button default", textContent: ok }),
      element("button", { type: "button", className: "button prose-cancel", textContent: words.cancel }),
    ),
  )
  const dialog = element("dialog", { className: "prose-dialog", "aria-labelledby": id }, form)
  document.body.append(dialog)
  return new Promise((resolve) => {
    let answer = null
    form.querySelector(".prose-cancel").addEventListener("click", () => dialog.close())
    form.addEventListener("submit", async (event) => {
      event.preventDefault()
      const values = Object.fromEntries(inputs.map(({ name, read }) => [name, read()]))
      const submit = form.querySelector("[type=submit]")
      submit.disabled = true
      problem.textContent = await act(values, (words) => (problem.textContent = words))
      submit.disabled = false
      if (problem.textContent) return
      answer = values
      dialog.close()
    })
    dialog.addEventListener("close", () => {
      dialog.remove()
      resolve(answer)
    })
    dialog.showModal()
  })
}

function input({ name, label, help, type = "text", value = "", required = false, ...more }, id) {
  const control =
    type === "textarea"
      ? element("textarea", { id, name, value, required, rows: 3, ...more })
      : element("input", { id, name, type, required, ...more, ...(type === "file" ? {} : { value }) })
  const row = element("p", {}, element("label", { htmlFor: id, textContent: label }), control)
  if (help) {
    control.setAttribute("aria-describedby", `${id}-help`)
    row.append(element("span", { id: `${id}-help`, className: "help", textContent: help }))
  }
  return { name, row, read: () => (type === "file" ? control.files[0] : control.value.trim()) }
}
