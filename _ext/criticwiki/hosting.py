"""Where a site is published and where its source is, as the environment of a build tells.

Read the Docs, GitHub, GitLab, Netlify and Cloudflare Pages each set variables of their own.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

GITHUB: Final = 'https://github.com'
_ON: Final = frozenset({'true', '1'})
_SSH: Final = re.compile(r'(?:ssh://)?[\w.+-]+@(?P<host>[\w.-]+)(?::\d+(?=/))?[:/]/?(?P<path>.+)')
_PAGES_DEV: Final = re.compile(r'https://(?:[\w-]+[.])?(?P<site>[\w-]+[.]pages[.]dev)/?')
_EDIT_FORMS: Final[Mapping[str, str]] = {
    'github': '{repository}/edit/{branch}/{path}',
    'gitlab': '{repository}/-/edit/{branch}/{path}',
    'bitbucket': '{repository}/src/{branch}/{path}?mode=edit&at={branch}',
    'codeberg': '{repository}/_edit/{branch}/{path}',
    'gitea': '{repository}/_edit/{branch}/{path}',
    'forgejo': '{repository}/_edit/{branch}/{path}',
}
"""URL of the editor of each software of git hosts, by a label of the names of such hosts."""


@dataclass(frozen=True, slots=True)
class Hosting:
    """Where a site and its source are."""

    address: str = ''
    """URL of the published site, with a slash at its end; empty where nobody says it."""
    repository: str = ''
    """URL of the repository on the web; empty likewise."""
    branch: str = ''
    is_preview: bool = False
    """Whether the build shows a proposal, which search engines are to keep out."""
    folder: str = ''
    """Folder of the wiki in the repository; empty for its root."""
    software: str = ''
    """Software of the git host, where the environment tells it, as `gitlab`."""
    takes_domains: bool = False
    """Whether the service puts a custom domain into `address` where there is one."""

    @property
    def edit_link(self) -> str:
        """Pattern of the URL that a page is edited at, with `{filename}`.

        Empty where no repository is told, or how its host opens its editor.
        """
        host = urlsplit(self.repository).hostname or ''
        labels = [self.software, *host.split('.')]
        form = next((_EDIT_FORMS[label] for label in labels if label in _EDIT_FORMS), '')
        folder = self.folder.strip('/')
        path = f'{quote(folder)}/{{filename}}' if folder else '{filename}'
        return form.format(repository=self.repository, branch=quote(self.branch), path=path)


def hosting(
    environment: Mapping[str, str] = os.environ,
    *,
    address: str = '',
    repository: str = '',
    branch: str = 'main',
    folder: str = '',
) -> Hosting:
    """Where a build is published and its source is: settings of conf.py and the environment.

    `WIKI_ADDRESS`, `WIKI_REPOSITORY` and `WIKI_BRANCH` come first. Then the service that builds
    says where the source is, so that a fork leads to itself. The address of conf.py comes before
    that of a service which does not know of custom domains; previews go by the service.

    :param folder: the folder of the wiki in the repository.
    """
    told = _told_by_service(environment)
    of_service = _with_slash(told.address)
    ours = _with_slash(address)
    service_first = told.takes_domains or told.is_preview
    return Hosting(
        address=_with_slash(environment.get('WIKI_ADDRESS', ''))
        or (of_service or ours if service_first else ours or of_service),
        repository=web_address(environment.get('WIKI_REPOSITORY') or told.repository or repository),
        branch=environment.get('WIKI_BRANCH') or told.branch or branch,
        is_preview=told.is_preview,
        folder=folder,
        software=told.software,
        takes_domains=told.takes_domains,
    )


def web_address(repository: str) -> str:
    """URL of a repository on the web, from that which it is cloned from.

    A name or token in it is left out.
    """
    text = repository.strip()
    if not text.startswith(('http://', 'https://')) and (ssh := _SSH.fullmatch(text)):
        text = f'https://{ssh["host"]}/{ssh["path"]}'
    url = urlsplit(text)
    if url.scheme not in {'http', 'https'} or not url.hostname:
        return ''
    host = url.netloc.rpartition('@')[2]
    return f'{url.scheme}://{host}{url.path.rstrip("/").removesuffix(".git")}'


def _with_slash(address: str) -> str:
    url = urlsplit(address.strip())
    if url.scheme not in {'http', 'https'} or not url.hostname:
        return ''
    return f'{url.scheme}://{url.netloc}{url.path.rstrip("/")}/'


def _told_by_service(environment: Mapping[str, str]) -> Hosting:
    """What the service says that builds; nothing where none does."""
    for variable, read in _SERVICES.items():
        if environment.get(variable, '').lower() in _ON:
            return read(environment)
    return Hosting()


def _read_the_docs(environment: Mapping[str, str]) -> Hosting:
    """What Read the Docs says.

    https://docs.readthedocs.com/platform/stable/reference/environment-variables.html

    Only a branch can be edited: the identifier of a tag, or of a proposal, is no branch.
    """
    kind = environment.get('READTHEDOCS_VERSION_TYPE', '')
    return Hosting(
        address=environment.get('READTHEDOCS_CANONICAL_URL', ''),
        repository=environment.get('READTHEDOCS_GIT_CLONE_URL', ''),
        branch=environment.get('READTHEDOCS_GIT_IDENTIFIER', '') if kind == 'branch' else '',
        is_preview=kind == 'external',
        takes_domains=True,
    )


def _github(environment: Mapping[str, str]) -> Hosting:
    """What GitHub Actions says.

    https://docs.github.com/en/actions/reference/workflows-and-actions/variables

    Only github.com has its pages at an address that follows from the name of the repository.
    """
    server = environment.get('GITHUB_SERVER_URL', GITHUB).rstrip('/')
    name = environment.get('GITHUB_REPOSITORY', '')
    owner, _, project = name.lower().partition('/')
    host = f'{owner}.github.io'
    path = '' if project == host else f'{name.partition("/")[2]}/'
    base = environment.get('GITHUB_BASE_REF', '')  # set in workflows of pull requests only
    is_branch = environment.get('GITHUB_REF_TYPE') == 'branch'
    return Hosting(
        address=f'https://{host}/{path}' if project and server == GITHUB else '',
        repository=f'{server}/{name}' if project else '',
        branch=base or (environment.get('GITHUB_REF_NAME', '') if is_branch else ''),
        is_preview=bool(base),
        software='github',
    )


def _gitlab(environment: Mapping[str, str]) -> Hosting:
    """What GitLab CI/CD says.

    https://docs.gitlab.com/ci/variables/predefined_variables/
    """
    default = environment.get('CI_DEFAULT_BRANCH', '')
    target = environment.get('CI_MERGE_REQUEST_TARGET_BRANCH_NAME', '')
    branch = environment.get('CI_COMMIT_BRANCH', '')  # neither tags nor merge requests have it
    return Hosting(
        address=environment.get('CI_PAGES_URL', ''),
        repository=environment.get('CI_PROJECT_URL', ''),
        branch=target or branch or default,
        is_preview=bool(target) or bool(branch and default and branch != default),
        software='gitlab',
    )


def _netlify(environment: Mapping[str, str]) -> Hosting:
    """What Netlify says.

    https://docs.netlify.com/build/configure-builds/environment-variables/

    `URL` is the main address of the site, also in previews, whose pages then name it as the
    original of themselves.
    """
    is_preview = environment.get('CONTEXT', 'production') != 'production'
    return Hosting(
        address=environment.get('URL', ''),
        repository=environment.get('REPOSITORY_URL', ''),
        branch='' if is_preview else environment.get('BRANCH', ''),
        is_preview=is_preview,
        takes_domains=True,
    )


def _cloudflare(environment: Mapping[str, str]) -> Hosting:
    """What Cloudflare Pages says.

    https://developers.cloudflare.com/pages/configuration/build-configuration/

    `CF_PAGES_URL` is that of one deployment, `https://373f31e2.wiki.pages.dev`. Which branch is
    that of the site, and where the source is, it does not tell.
    """
    site = _PAGES_DEV.fullmatch(environment.get('CF_PAGES_URL', ''))
    return Hosting(address=f'https://{site["site"]}/' if site else '')


_SERVICES: Final[Mapping[str, Callable[[Mapping[str, str]], Hosting]]] = {
    'READTHEDOCS': _read_the_docs,
    'NETLIFY': _netlify,
    'CF_PAGES': _cloudflare,
    'GITLAB_CI': _gitlab,
    'GITHUB_ACTIONS': _github,
}
"""Reader of the variables of each service, by the variable that says that it builds.

Netlify and Cloudflare may be called from a workflow of GitHub or GitLab, but set theirs only where
they build themselves.
"""
SWITCHES: Final = tuple(_SERVICES)
"""Variables that say which service builds."""
