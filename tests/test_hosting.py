"""Where a site and its source are, by what each service that builds says in the environment."""

from __future__ import annotations

import pytest

from criticwiki.hosting import SWITCHES, Hosting, hosting, web_address

OWN = {'repository': 'https://github.com/others/wiki', 'branch': 'trunk'}
FORK = 'https://github.com/fan/wiki'

READ_THE_DOCS = {
    'READTHEDOCS': 'True',
    'READTHEDOCS_CANONICAL_URL': 'https://wiki.example/en/latest/',
    'READTHEDOCS_GIT_CLONE_URL': f'{FORK}.git',
    'READTHEDOCS_GIT_IDENTIFIER': 'main',
    'READTHEDOCS_VERSION_TYPE': 'branch',
}
PROPOSAL = {
    **READ_THE_DOCS,
    'READTHEDOCS_CANONICAL_URL': 'https://wiki--17.org.readthedocs.build/en/17/',
    'READTHEDOCS_GIT_IDENTIFIER': '17',
    'READTHEDOCS_VERSION_TYPE': 'external',
}
GITHUB = {
    'GITHUB_ACTIONS': 'true',
    'GITHUB_SERVER_URL': 'https://github.com',
    'GITHUB_REPOSITORY': 'Fan/Wiki',
    'GITHUB_REF_NAME': 'main',
    'GITHUB_REF_TYPE': 'branch',
    'GITHUB_BASE_REF': '',
}
GITLAB = {
    'GITLAB_CI': 'true',
    'CI_PAGES_URL': 'https://fan.gitlab.io/wiki',
    'CI_PROJECT_URL': 'https://gitlab.com/fan/wiki',
    'CI_COMMIT_BRANCH': 'main',
    'CI_DEFAULT_BRANCH': 'main',
}
NETLIFY = {
    'NETLIFY': 'true',
    'URL': 'https://wiki.example',
    'DEPLOY_PRIME_URL': 'https://main--wiki.netlify.app',
    'REPOSITORY_URL': FORK,
    'BRANCH': 'main',
    'CONTEXT': 'production',
}
CLOUDFLARE = {
    'CF_PAGES': '1',
    'CF_PAGES_BRANCH': 'main',
    'CF_PAGES_URL': 'https://373f31e2.wiki.pages.dev',
}


def seen(told: Hosting) -> tuple[str, str, str, bool]:
    return told.address, told.repository, told.branch, told.is_preview


@pytest.mark.parametrize(
    ('environment', 'expected'),
    [
        ({}, ('', OWN['repository'], 'trunk', False)),
        (READ_THE_DOCS, ('https://wiki.example/en/latest/', FORK, 'main', False)),
        # nobody can edit a tag, or a proposal by its number
        (
            {**READ_THE_DOCS, 'READTHEDOCS_VERSION_TYPE': 'tag'},
            ('https://wiki.example/en/latest/', FORK, 'trunk', False),
        ),
        (PROPOSAL, (PROPOSAL['READTHEDOCS_CANONICAL_URL'], FORK, 'trunk', True)),
        (
            GITHUB,
            ('https://fan.github.io/Wiki/', 'https://github.com/Fan/Wiki', 'main', False),
        ),
        (
            {**GITHUB, 'GITHUB_REPOSITORY': 'Fan/fan.github.io'},
            ('https://fan.github.io/', 'https://github.com/Fan/fan.github.io', 'main', False),
        ),
        (
            {**GITHUB, 'GITHUB_REF_NAME': '17/merge', 'GITHUB_BASE_REF': 'next'},
            ('https://fan.github.io/Wiki/', 'https://github.com/Fan/Wiki', 'next', True),
        ),
        (
            {**GITHUB, 'GITHUB_REF_NAME': 'v1', 'GITHUB_REF_TYPE': 'tag'},
            ('https://fan.github.io/Wiki/', 'https://github.com/Fan/Wiki', 'trunk', False),
        ),
        # a server of one's own: nobody knows the address of its pages
        (
            {**GITHUB, 'GITHUB_SERVER_URL': 'https://git.example'},
            ('', 'https://git.example/Fan/Wiki', 'main', False),
        ),
        (
            GITLAB,
            ('https://fan.gitlab.io/wiki/', 'https://gitlab.com/fan/wiki', 'main', False),
        ),
        (
            {**GITLAB, 'CI_COMMIT_BRANCH': 'draft', 'CI_PAGES_URL': 'https://fan.gitlab.io/wiki/d'},
            ('https://fan.gitlab.io/wiki/d/', 'https://gitlab.com/fan/wiki', 'draft', True),
        ),
        (
            {**GITLAB, 'CI_COMMIT_BRANCH': '', 'CI_MERGE_REQUEST_TARGET_BRANCH_NAME': 'next'},
            ('https://fan.gitlab.io/wiki/', 'https://gitlab.com/fan/wiki', 'next', True),
        ),
        (NETLIFY, ('https://wiki.example/', FORK, 'main', False)),
        (
            {**NETLIFY, 'CONTEXT': 'deploy-preview', 'BRANCH': 'pull/17/head'},
            ('https://wiki.example/', FORK, 'trunk', True),
        ),
        ({'URL': 'https://x.example', 'BRANCH': 'x'}, ('', OWN['repository'], 'trunk', False)),
        (CLOUDFLARE, ('https://wiki.pages.dev/', OWN['repository'], 'trunk', False)),
        (
            {**CLOUDFLARE, 'CF_PAGES_URL': 'https://wiki.pages.dev/'},
            ('https://wiki.pages.dev/', OWN['repository'], 'trunk', False),
        ),
        ({'CF_PAGES': '1'}, ('', OWN['repository'], 'trunk', False)),
        ({'GITHUB_ACTIONS': 'true'}, ('', OWN['repository'], 'trunk', False)),
        (
            {**GITHUB, 'WIKI_ADDRESS': 'https://a.example/b', 'WIKI_BRANCH': 'c'},
            ('https://a.example/b/', 'https://github.com/Fan/Wiki', 'c', False),
        ),
        (
            {**NETLIFY, 'WIKI_REPOSITORY': 'https://codeberg.org/fan/wiki'},
            ('https://wiki.example/', 'https://codeberg.org/fan/wiki', 'main', False),
        ),
    ],
)
def test_what_a_service_says(
    environment: dict[str, str], expected: tuple[str, str, str, bool]
) -> None:
    assert seen(hosting(environment, **OWN)) == expected


@pytest.mark.parametrize(
    ('environment', 'address'),
    [
        ({}, 'https://own.example/wiki/'),
        # these services do not know a domain of one's own
        (GITHUB, 'https://own.example/wiki/'),
        (GITLAB, 'https://own.example/wiki/'),
        (CLOUDFLARE, 'https://own.example/wiki/'),
        # these do, and each version or preview has an address
        (READ_THE_DOCS, 'https://wiki.example/en/latest/'),
        (PROPOSAL, 'https://wiki--17.org.readthedocs.build/en/17/'),
        (NETLIFY, 'https://wiki.example/'),
        ({**GITLAB, 'CI_COMMIT_BRANCH': 'x'}, 'https://fan.gitlab.io/wiki/'),
        ({'READTHEDOCS': 'True'}, 'https://own.example/wiki/'),
        ({**PROPOSAL, 'WIKI_ADDRESS': 'https://first.example'}, 'https://first.example/'),
    ],
)
def test_an_address_in_conf_py(environment: dict[str, str], address: str) -> None:
    assert hosting(environment, address='https://own.example/wiki').address == address


@pytest.mark.parametrize(
    ('cloned', 'address'),
    [
        ('https://github.com/fan/wiki.git', 'https://github.com/fan/wiki'),
        ('https://github.com/fan/wiki/', 'https://github.com/fan/wiki'),
        ('git@github.com:fan/wiki.git', 'https://github.com/fan/wiki'),
        ('org-7@github.com:fan/wiki.git', 'https://github.com/fan/wiki'),
        ('ssh://git@git.example:2222/fan/wiki.git', 'https://git.example/fan/wiki'),
        ('https://token:secret@gitlab.com/fan/wiki.git', 'https://gitlab.com/fan/wiki'),
        ('https://git.example:8443/fan/wiki', 'https://git.example:8443/fan/wiki'),
        ('file:///srv/wiki.git', ''),
        ('/srv/wiki.git', ''),
        ("javascript:alert('x')", ''),
        ('', ''),
    ],
)
def test_the_address_of_a_repository(cloned: str, address: str) -> None:
    assert web_address(cloned) == address


@pytest.mark.parametrize(
    ('repository', 'link'),
    [
        ('https://github.com/fan/wiki', 'https://github.com/fan/wiki/edit/a/b%23/{filename}'),
        ('https://gitlab.com/fan/wiki', 'https://gitlab.com/fan/wiki/-/edit/a/b%23/{filename}'),
        ('https://gitlab.example.org/w', 'https://gitlab.example.org/w/-/edit/a/b%23/{filename}'),
        ('https://codeberg.org/fan/wiki', 'https://codeberg.org/fan/wiki/_edit/a/b%23/{filename}'),
        (
            'https://bitbucket.org/fan/wiki',
            'https://bitbucket.org/fan/wiki/src/a/b%23/{filename}?mode=edit&at=a/b%23',
        ),
        ('https://git.example/fan/wiki', ''),
        ('', ''),
    ],
)
def test_where_a_page_is_edited(repository: str, link: str) -> None:
    assert hosting({}, repository=repository, branch='a/b#').edit_link == link


def test_a_server_of_ones_own_is_edited_as_its_software_does() -> None:
    gitlab = {**GITLAB, 'CI_PROJECT_URL': 'https://git.example/fan/wiki'}
    assert hosting(gitlab).edit_link == 'https://git.example/fan/wiki/-/edit/main/{filename}'
    github = {**GITHUB, 'GITHUB_SERVER_URL': 'https://git.example'}
    assert hosting(github).edit_link == 'https://git.example/Fan/Wiki/edit/main/{filename}'
    folder = hosting({}, repository=FORK, folder='/the wiki/').edit_link
    assert folder == f'{FORK}/edit/main/the%20wiki/{{filename}}'


def test_the_variables_that_say_who_builds() -> None:
    assert set(SWITCHES) == {'READTHEDOCS', 'NETLIFY', 'CF_PAGES', 'GITLAB_CI', 'GITHUB_ACTIONS'}
    for switch in SWITCHES:
        assert seen(hosting({switch: 'false'}, **OWN)) == seen(hosting({}, **OWN))
