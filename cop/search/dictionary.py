"""The words in force are those that the index was made with.

A question cut by other words than the documents would miss them. So the list belongs to the index:
the index names the version of its words, `word_lists` keeps the words of every version (in the
database, which all machines share and a rebuild needs anyway), and whoever is about to cut a text
for the index or a question to it first asks the index which version that is. A changed list comes
into force everywhere at the moment when the index that was built with it takes the old one's place;
until then everybody goes on with the old words. Only the thread that builds cuts by the new ones.
"""

from cop.search.analyzer import analysis_version
from cop.search.engine import index
from cop.search.queries.words import made_with
from cop.thai.words import use


def agree() -> str | None:
    """Have this process cut by the words of the index; return the analysis that the index names.

    An index of words that nobody knows is foreign: the words stay as they are, until it is rebuilt.
    """
    named = index().analysis_version()
    if named is None or named == analysis_version():
        return named
    found = made_with(named.rpartition("-")[2])
    if found is not None:
        use(found)
        index().refresh()
    return named
