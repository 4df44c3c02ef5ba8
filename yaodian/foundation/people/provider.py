"""Where allauth looks for the providers of an app."""

from .single_sign_on.provider import SingleSignOn

provider_classes = [SingleSignOn]
