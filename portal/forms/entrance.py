"""The forms of signing in: allauth's, with sentences that name their fields."""

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.sentences import Form


class SignInForm(Form, forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")


class SignInAgainForm(Form, forms.ReauthenticateForm):
    pass


class NewPasswordForm(Form, forms.ChangePasswordForm):
    pass


class FirstPasswordForm(Form, forms.SetPasswordForm):
    pass


class ForgottenPasswordForm(Form, forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")


class PasswordByMailForm(Form, forms.ResetPasswordKeyForm):
    pass
