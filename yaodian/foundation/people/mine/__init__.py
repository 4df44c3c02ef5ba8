"""The pages of what is one's own: delegations, tokens, personal details."""
