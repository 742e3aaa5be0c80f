"""Pengelolaan: what an administrator looks after in this installation."""

from analysis.language import _
from pages.parts import installation, people, usage_tab
from pages.parts.guard import inside_frame
from pages.parts.view import show_finding, show_tabs, show_title

inside_frame()

show_title(_("Pengelolaan"))
show_finding(installation.finding())
show_tabs(
    {
        _("Pengaturan dan keadaan"): installation.show,
        _("Orang dan peran"): people.show,
        _("Catatan penggunaan"): usage_tab.show,
    },
    key="pengelolaan",
)
