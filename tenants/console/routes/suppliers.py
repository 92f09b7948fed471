from django.urls import path

from tenants.console.views import supplier_file, supplier_papers, suppliers

FILE, PAPER = "suppliers/<uuid:contract_id>/file", "suppliers/<uuid:contract_id>/papers/<uuid:document_id>"
urlpatterns = [
    path("suppliers", suppliers.index, name="suppliers"),
    path("suppliers/<uuid:contract_id>", suppliers.edit, name="supplier"),
    path(FILE, supplier_file.show, name="supplier_file"),
    path(f"{FILE}/papers", supplier_file.papers, name="supplier_papers"),
    path(f"{FILE}/category", supplier_file.category, name="supplier_category"),
    path(f"{FILE}/licence", supplier_file.licence, name="supplier_licence"),
    path(f"{FILE}/number", supplier_file.number, name="supplier_number"),
    path(f"{FILE}/contacts", supplier_file.contacts, name="supplier_contacts"),
    path(f"{FILE}/submit", supplier_file.submit, name="supplier_submit"),
    path(f"{FILE}/confirm", supplier_file.confirm, name="supplier_confirm"),
    path(f"{FILE}/appeal", supplier_file.appeal, name="supplier_appeal"),
    path("suppliers/<uuid:contract_id>/papers/new", supplier_papers.new, name="supplier_paper_new"),
    path(PAPER, supplier_papers.show, name="supplier_paper"),
    path(f"{PAPER}/edit", supplier_papers.edit, name="supplier_paper_edit"),
    path(f"{PAPER}/remove", supplier_papers.remove, name="supplier_paper_remove"),
    path(f"{PAPER}/pages/<int:page>", supplier_papers.page, name="supplier_paper_page"),
]
