import pytest

from motcua.bench.ground import PROFILE, UNTIL
from motcua.demonstration import province
from tests.bench import grown


@pytest.mark.django_db(transaction=True)
def test_the_same_seed_grows_the_same_province_and_another_seed_another():
    province.set_up(PROFILE, at=UNTIL)
    digests = []
    for seed in (1, 1, 2):
        grown.fill(300, seed=seed)
        digests.append(grown.digest())
        grown.empty()

    assert digests[0] == digests[1]
    assert digests[2] != digests[0]
