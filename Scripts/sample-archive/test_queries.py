import tempfile
import unittest
from pathlib import Path

import queries
from errors import BuildError
from loudness import Loudness
from queries import AlteredSound, Answer
from stamps import Picture, Sound
from timeline import Clip, Event, Slot

DOG_PICTURE = Picture("archive/pictures/animals/dog.png", "A dog.", "animals")
BELL_PICTURE = Picture("archive/pictures/town/bell.png", "A bell.", "town")
DOG = Sound("archive/sounds/dog.ogg", "A dog.", "animals", DOG_PICTURE.path)
PUPPY = Sound("archive/sounds/puppy.ogg", "A puppy.", "animals", None)
CROW = Sound("archive/sounds/crow.ogg", "A crow.", "animals", None)


def event(sound, start, is_queried=True):
    return Event(sound, (start, start + 1.5), 1.0, Loudness(0, 1, 0.1, 0.5), is_queried)


def altered(path, sound):
    return AlteredSound(path, sound, 0, 1, 1, 0, 0, 16_000)


CLIPS = [
    Clip("one.mp4", "ffffff", 0, 0, (Slot(0, 4, DOG_PICTURE, event(DOG, 0.5)), Slot(4, 8, BELL_PICTURE, None))),
    Clip("two.mp4", "ffffff", 0, 0, (Slot(0, 5, BELL_PICTURE, event(PUPPY, 1)),)),
    Clip("three.mp4", "ffffff", 0, 0, (Slot(0, 5, BELL_PICTURE, event(CROW, 2, is_queried=False)),)),
]


class Truth(unittest.TestCase):
    def test_equal_captions_share_their_answers(self):
        first = Picture("a.png", "A frog.", "animals")
        second = Picture("b.png", "a frog", "animals")
        nameless = Picture("c.png", "", "animals")
        self.assertEqual(
            queries.text_to_picture([first, nameless, second]),
            [Answer("A frog.", "a.png"), Answer("A frog.", "b.png")],
        )

    def test_a_sound_asks_for_every_moment_of_its_recording(self):
        recordings = {DOG: [DOG, PUPPY], PUPPY: [DOG, PUPPY], CROW: [CROW]}
        asked = [altered("1.wav", DOG), altered("2.wav", CROW)]
        self.assertEqual(
            queries.sound_to_video(asked, recordings, CLIPS),
            [Answer("1.wav", "one.mp4", 0.5, 3.0), Answer("1.wav", "two.mp4", 1, 3.5)],
        )
        self.assertEqual(
            [(a.query, a.path) for a in queries.sound_to_sound(asked, recordings)],
            [("1.wav", DOG.path), ("1.wav", PUPPY.path), ("2.wav", CROW.path)],
        )

    def test_a_caption_asks_for_what_is_seen_or_heard_and_a_sound_query_for_what_is_heard(self):
        dog_under_bell = Clip("four.mp4", "ffffff", 0, 0, (Slot(0, 5, BELL_PICTURE, event(DOG, 2)),))
        answers = queries.text_to_moment([*CLIPS, dog_under_bell], {"a dog barking": [DOG, PUPPY]})
        found = {
            query: [(a.path, a.start, a.end) for a in answers if a.query == query]
            for query in ("A dog.", "a dog barking")
        }
        self.assertEqual(found["A dog."], [("one.mp4", 0, 4), ("four.mp4", 2, 4.5)])
        self.assertEqual(
            found["a dog barking"],
            [("one.mp4", 0.5, 3.0), ("two.mp4", 1, 3.5), ("four.mp4", 2, 4.5)],
        )

    def test_alterations_keep_to_what_is_heard(self):
        sounds = {DOG: Loudness(0.5, 2.5, 0.1, 0.5), CROW: Loudness(0.1, 0.4, 0.1, 0.5)}
        plan = {a.sound: a for a in queries.plan_alterations(sounds, seed=1)}
        self.assertTrue(0.5 <= plan[DOG].start < 0.71 and 2.29 < plan[DOG].end <= 2.5)
        self.assertEqual((plan[CROW].start, plan[CROW].end), (0.1, 0.4))
        self.assertEqual(len({a.path for a in plan.values()}), 2)


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "truth.csv"

    def test_writes_seconds_only_where_there_are_any(self):
        queries.write([Answer('a "big", dog', "a.png"), Answer("é", "b.mp4", 1, 2.345)], self.file)
        self.assertEqual(
            self.file.read_bytes().decode(),
            'query,relevant_path,start,end\n"a ""big"", dog",a.png,,\né,b.mp4,1.00,2.35\n',
        )

    def test_a_query_about_an_unknown_sound_is_an_error(self):
        self.file.write_text("query,sound\na cat,cat.ogg\n")
        with self.assertRaisesRegex(BuildError, "cat.ogg"):
            queries.read_sound_queries(self.file, [DOG])

    def test_the_queries_kept_beside_the_script_name_each_sound_once(self):
        text = (Path(__file__).parent / "sound-queries.csv").read_text(encoding="utf-8")
        rows = text.splitlines()
        self.assertEqual(rows[0], "query,sound")
        self.assertEqual(len(rows), len(set(rows)))


if __name__ == "__main__":
    unittest.main()
