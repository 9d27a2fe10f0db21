"""What a browser sends back of a form that nobody touched."""


def as_sent(form):
    sent = {name: browser_value(form[name]) for name in form.fields}
    return {name: value for name, value in sent.items() if value is not None}


def browser_value(field):
    """None where a browser sends nothing, as for a box without a tick."""
    value = field.value()
    if field.widget_type == "checkbox":
        return "on" if value else None
    if isinstance(value, list):
        return value
    if value in (True, False):
        return "true" if value else "false"
    return str(value if value is not None else "").replace("\n", "\r\n")
