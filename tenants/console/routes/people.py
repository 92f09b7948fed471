from django.urls import path

from tenants.console.views import people, roles

urlpatterns = [
    path("people", people.index, name="people"),
    path("people/invite", people.invite, name="people_invite"),
    path("people/invitations/<uuid:invitation_id>/resend", people.resend, name="invitation_resend"),
    path("people/invitations/<uuid:invitation_id>/withdraw", people.withdraw, name="invitation_withdraw"),
    path("people/roles", roles.index, name="people_roles"),
    path("people/roles/new", roles.new, name="role_new"),
    path("people/roles/check", roles.check, name="role_check"),
    path("people/roles/<uuid:role_id>", roles.edit, name="role_edit"),
    path("people/roles/<uuid:role_id>/archive", roles.archive, name="role_archive"),
    path("people/<uuid:user_id>", people.member, name="person"),
    path("people/<uuid:user_id>/role", people.change_role, name="person_role"),
    path("people/<uuid:user_id>/remove", people.remove, name="person_remove"),
    path("people/<uuid:user_id>/hand-over", people.hand_over, name="person_hand_over"),
]
