"""Manajemen data: bring a file, read what is wrong with it in plain sentences, use the good rows."""

from analysis.language import _
from pages.parts import upload
from pages.parts.guard import inside_frame
from pages.parts.view import show_finding, show_title

inside_frame()

show_title(_("Manajemen data"))
show_finding(upload.finding())
upload.show_upload()
upload.show_uploaded()
upload.show_file_problems()
