import time
import uuid

from stanceline.storage.uids import new_uid


def test_uid_is_a_uuid_of_version_7():
    uid = uuid.UUID(new_uid())
    assert (uid.version, uid.variant) == (7, uuid.RFC_4122)
    assert str(uid) == str(uid).lower()


def test_uid_begins_with_the_milliseconds_since_1970():
    before = time.time_ns() // 1_000_000
    stamp = uuid.UUID(new_uid()).int >> 80
    assert before <= stamp <= time.time_ns() // 1_000_000


def test_uids_sort_by_the_millisecond_in_which_they_were_made():
    uids = []
    for _ in range(5):
        uids.append(new_uid())
        time.sleep(0.002)
    assert uids == sorted(uids)


def test_uids_of_one_moment_differ():
    uids = {new_uid() for _ in range(10_000)}
    assert len(uids) == 10_000


def test_all_random_bits_vary():
    bits_set, bits_clear = 0, 0
    for _ in range(500):
        number = uuid.UUID(new_uid()).int
        bits_set |= number
        bits_clear |= ~number
    random_bits = ((1 << 12) - 1) << 64 | (1 << 62) - 1
    assert bits_set & bits_clear & random_bits == random_bits
