"""A government's single sign-on for the tests: django-oauth-toolkit as a site and a process of its own."""
