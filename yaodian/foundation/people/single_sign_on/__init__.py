"""Coming in through the government's single sign-on: OpenID Connect, one provider, named by the settings."""

NAME = "single_sign_on"
