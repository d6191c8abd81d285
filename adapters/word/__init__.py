"""Documents for word processors, where people must be able to write into a form."""

from adapters.word.orderer_form import orderer_form_docx

__all__ = ["orderer_form_docx"]
