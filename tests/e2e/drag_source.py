"""A small window that files can be dragged from, as from a file manager; for driving a real drop on the app.

Says `ready` when it can be seen, and `dropped` or `refused` when a drag has ended.
"""

import pathlib
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

URIS = [pathlib.Path(path).resolve().as_uri() for path in sys.argv[1:]]


def say(word):
    print(word, flush=True)


# A popup, since there is no window manager on a bare display that would place it.
window = Gtk.Window(type=Gtk.WindowType.POPUP)
window.set_default_size(120, 60)
window.move(1300, 800)
handle = Gtk.EventBox()
handle.add(Gtk.Label(label="files"))
window.add(handle)
handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
handle.drag_source_add_uri_targets()
failed = []
handle.connect("drag-data-get", lambda _w, _context, data, _info, _time: data.set_uris(URIS))
handle.connect("drag-failed", lambda *_: failed.append(True) or False)
handle.connect("drag-end", lambda *_: say("refused" if failed else "dropped"))
window.connect("map-event", lambda *_: GLib.idle_add(say, "ready") and False)
window.show_all()
Gtk.main()
