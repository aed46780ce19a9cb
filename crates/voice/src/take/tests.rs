use super::*;
use crate::{VoiceProfile, testing};

/// Not among the sentences that the limits were set on. Each with a word changed, a word more and a word less.
const SCRIPTS: [[&str; 4]; 8] = [
    [
        "Good morning, everybody! Today we open our new kitchen.",
        "Good morning, everybody! Today we close our new kitchen.",
        "Good morning, everybody! Today we open our new tiny kitchen.",
        "Good morning! Today we open our new kitchen.",
    ],
    [
        "I never said that she stole my money.",
        "I never said that she kept my money.",
        "I never even said that she stole my money.",
        "I said that she stole my money.",
    ],
    [
        "Seven little monkeys jumped upon the wooden table.",
        "Seven little monkeys slept upon the wooden table.",
        "Seven little yellow monkeys jumped upon the wooden table.",
        "Seven monkeys jumped upon the wooden table.",
    ],
    [
        "Can you tell me where the nearest station is?",
        "Can you tell me where the nearest doctor is?",
        "Can you tell me exactly where the nearest station is?",
        "Can you tell me where the station is?",
    ],
    [
        "We will meet on Friday at noon, by the old bridge.",
        "We will meet on Sunday at noon, by the old bridge.",
        "We will probably meet on Friday at noon, by the old bridge.",
        "We will meet on Friday, by the old bridge.",
    ],
    [
        "Happy birthday, grandma! You look wonderful in that hat.",
        "Happy birthday, grandma! You look terrible in that hat.",
        "Happy birthday, dear grandma! You look wonderful in that hat.",
        "Happy birthday! You look wonderful in that hat.",
    ],
    [
        "Nobody knows how much coffee I drink before breakfast.",
        "Nobody knows how much coffee I drink after breakfast.",
        "Nobody really knows how much coffee I drink before breakfast.",
        "Nobody knows how much I drink before breakfast.",
    ],
    [
        "My new film opens in theatres this summer.",
        "My new film opens in theatres this winter.",
        "My new film finally opens in theatres this summer.",
        "My film opens in theatres this summer.",
    ],
];

fn listener() -> Listener {
    Listener::new(&testing::model("asr_waveform_fp16.onnx")).unwrap()
}

fn man() -> VoiceProfile {
    VoiceProfile {
        f0_mean_hz: 95.0,
        f0_std: 0.2,
        warp: 0.86,
        envelope: vec![],
        equaliser: vec![],
        voiced_s: 1.0,
        version: 1,
    }
}

/// As a microphone would give it: quiet before and after, a little noise, not as loud.
fn recorded(speech: &Speech) -> Vec<f32> {
    let quiet = |s: f32| vec![0.0; (s * speech.rate_hz as f32) as usize];
    let samples = [quiet(0.6), speech.samples.clone(), quiet(0.5)].concat();
    testing::with_noise(&samples, 35.0).iter().map(|s| 0.5 * s).collect()
}

fn median(values: &mut [f32]) -> f32 {
    values.sort_by(f32::total_cmp);
    values[values.len() / 2]
}

#[test]
fn a_recording_of_the_script_is_followed_to_its_sounds() {
    let (mut speaker, listener) = (testing::speaker(), listener());
    let (mut words, mut phones, mut lips) = (Vec::new(), Vec::new(), Vec::new());
    for (i, [script, ..]) in SCRIPTS.iter().enumerate() {
        let said = speaker.speak(script, (i % 2 == 1).then(man).as_ref(), 1.0).unwrap();
        let take = listener.follow(&recorded(&said), 48_000, script, &mut speaker).unwrap();
        let take = take.unwrap_or_else(|flaw| panic!("{script}: {flaw:?}"));
        assert_eq!(take.rate_hz, 48_000);
        let texts = |s: &Speech| s.words.iter().map(|w| w.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&take), texts(&said));
        for times in [
            take.phones.iter().map(|p| (p.start_s, p.end_s)).collect::<Vec<_>>(),
            take.words.iter().map(|w| (w.start_s, w.end_s)).collect::<Vec<_>>(),
        ] {
            assert!(times.iter().all(|(a, b)| a < b && *b <= take.duration_s() + 1e-3), "{times:?}");
            assert!(times.windows(2).all(|w| w[0].1 <= w[1].0 + 1e-4), "{times:?}");
        }
        // Both begin with the same sound: where the cut lies is known from it.
        let shift = shift_s(&take, &said);
        let apart = |a: f32, b: f32| (a - b - shift).abs();
        words.extend(take.words.iter().zip(&said.words).map(|(a, b)| apart(a.start_s, b.start_s)));
        // Where nothing was left out, phones are one to one.
        if take.phones.len() == said.phones.len() {
            for (a, b) in take.phones.iter().zip(&said.phones) {
                assert_eq!((&a.symbol, a.stress), (&b.symbol, b.stress));
                phones.push(apart(a.start_s, b.start_s));
                if matches!(b.symbol.as_str(), "m" | "b" | "p") {
                    lips.push(apart(0.5 * (a.start_s + a.end_s), 0.5 * (b.start_s + b.end_s)));
                }
            }
        }
    }
    let counts = [words.len(), phones.len(), lips.len()];
    let [word, phone, lip] = [&mut words, &mut phones, &mut lips].map(|v| 1000.0 * median(v));
    let late = words.iter().filter(|s| **s > 0.08).count();
    eprintln!(
        "{counts:?} word starts {word:.0} ms, phone starts {phone:.0} ms, middles of m b p {lip:.0} ms off (medians); {late} words by more than 80 ms"
    );
    assert!(word <= 40.0 && phone <= 30.0 && lip <= 40.0, "{word} {phone} {lip}");
    assert!(late * 20 <= counts[0], "{late} of {} words are more than 80 ms off", counts[0]);
    assert!(counts[1] > 100, "{counts:?}");
}

/// How much later the same sound comes in one than in the other, in seconds, by correlation of their loudness.
fn shift_s(take: &Speech, said: &Speech) -> f32 {
    let hop = 240;
    let loud = |s: &Speech| -> Vec<f32> {
        s.samples.chunks(hop).map(|c| c.iter().map(|x| x * x).sum::<f32>().sqrt()).collect()
    };
    let (a, b) = (loud(take), loud(said));
    let at = |shift: isize| -> f32 {
        let pair = |(i, x): (usize, &f32)| {
            let j = usize::try_from(i as isize - shift).ok()?;
            b.get(j).map(|y| x * y)
        };
        a.iter().enumerate().filter_map(pair).sum()
    };
    let best = (-200..200).max_by(|x, y| at(*x).total_cmp(&at(*y))).unwrap();
    best as f32 * hop as f32 / 48_000.0
}

#[test]
fn other_words_are_refused_and_named() {
    let (mut speaker, listener) = (testing::speaker(), listener());
    let mut found = [0; 4];
    for (i, all) in SCRIPTS.iter().enumerate() {
        for voice in [None, Some(man())] {
            let said = speaker.speak(all[0], voice.as_ref(), 1.0).unwrap();
            let take = recorded(&said);
            let mut flaw = |script: &str| listener.follow(&take, 48_000, script, &mut speaker).unwrap().err();
            for (kind, script) in all.iter().enumerate().skip(1) {
                match flaw(script) {
                    Some(TakeFlaw::OtherWords { .. }) => found[kind - 1] += 1,
                    other => eprintln!("passes: {} as {script}: {other:?}", all[0]),
                }
            }
            // Quite another script.
            let other = flaw(SCRIPTS[(i + 3) % SCRIPTS.len()][0]);
            let Some(TakeFlaw::OtherWords { missing, words, .. }) = other else { panic!("{other:?}") };
            assert!(missing.len() * 2 > words as usize, "{missing:?} of {words}");
            found[3] += 1;
        }
    }
    let all = 2 * SCRIPTS.len();
    eprintln!(
        "of {all} each: {} with a word changed, {} with one more, {} with one less, {} others",
        found[0], found[1], found[2], found[3]
    );
    assert!(found.iter().take(3).all(|n| n * 4 >= all * 3), "{found:?}");
}

#[test]
fn people_are_followed_with_their_words_and_refused_with_others() {
    let (mut speaker, listener) = (testing::speaker(), listener());
    for (file, right, wrong) in [
        ("goforward.raw", "Go forward ten meters.", "Go backward ten meters."),
        ("something.raw", "Go somewhere and do something.", "Go home and do nothing."),
        ("Front_Center.wav", "Front center.", "Rear left."),
        ("Rear_Left.wav", "Rear left.", "Front center."),
    ] {
        let (samples, rate) = testing::recording(file);
        let mut follow = |script: &str| listener.follow(&samples, rate, script, &mut speaker).unwrap();
        let take = follow(right).unwrap_or_else(|flaw| panic!("{file}: {flaw:?}"));
        assert_eq!(take.words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" "), right);
        let flaw = follow(wrong).err();
        assert!(matches!(flaw, Some(TakeFlaw::OtherWords { .. })), "{file}: {flaw:?}");
    }
}

#[test]
fn silence_noise_overload_and_length_are_named() {
    let (mut speaker, listener) = (testing::speaker(), listener());
    let script = SCRIPTS[0][0];
    let said = speaker.speak(script, None, 1.0).unwrap();
    let mut flaw = |samples: &[f32]| listener.follow(samples, 48_000, script, &mut speaker).unwrap().err();
    for quiet in [vec![0.0; 96_000], vec![f32::NAN; 96_000]] {
        assert_eq!(flaw(&quiet), Some(TakeFlaw::NothingHeard));
    }
    let scaled = |by: f32| -> Vec<f32> { recorded(&said).iter().map(|s| (s * by).clamp(-1.0, 1.0)).collect() };
    assert_eq!(flaw(&scaled(60.0)), Some(TakeFlaw::Clipped));
    assert_eq!(flaw(&scaled(0.01)), Some(TakeFlaw::TooQuiet));
    let noisy = testing::with_noise(&recorded(&said), -6.0);
    assert_eq!(flaw(&noisy), Some(TakeFlaw::TooNoisy));
    let long: Vec<f32> = std::iter::repeat_n(recorded(&said), 3).flatten().collect();
    assert!(matches!(flaw(&long), Some(TakeFlaw::TooLong { seconds }) if seconds > 9.6));
    assert!(matches!(flaw(&vec![0.1; 48_000 * 40]), Some(TakeFlaw::TooLong { .. })));
}

#[test]
fn bad_scripts_and_samples_are_errors() {
    let (mut speaker, listener) = (testing::speaker(), listener());
    let said = speaker.speak("Hello there.", None, 1.0).unwrap();
    let mut follow =
        |samples: &[f32], rate, script: &str| listener.follow(samples, rate, script, &mut speaker).map(|t| t.err());
    assert_eq!(follow(&said.samples, 48_000, "🙂"), Err(VoiceError::NothingToSay));
    assert!(matches!(follow(&said.samples, 48_000, "Привет"), Err(VoiceError::Script { .. })));
    assert!(matches!(follow(&said.samples, 48_000, &"word ".repeat(200)), Err(VoiceError::ScriptTooLong { .. })));
    assert!(matches!(follow(&[], 48_000, "Hello."), Err(VoiceError::BadRecording(_))));
    assert!(matches!(follow(&said.samples, 3, "Hello."), Ok(Some(_)) | Err(VoiceError::BadRecording(_))));
    // More words than a short take has frames for.
    assert!(follow(&said.samples[..9600], 48_000, &"strengths ".repeat(39)).unwrap().is_some());
}

#[test]
#[ignore = "needs the recordings that `cargo xtask bench voice` fetches"]
fn a_reader_is_followed_through_a_long_sentence() {
    let (mut speaker, listener) = (testing::speaker(), listener());
    let (samples, rate) = testing::recording("people/librivox-low/0.wav");
    let said = "And Mister John Dashwood had then leisure to consider how much there might be prudently in his power to do \
                for them.";
    let mut follow = |script: &str| listener.follow(&samples, rate, script, &mut speaker).unwrap();
    let take = follow(said).unwrap_or_else(|flaw| panic!("{flaw:?}"));
    eprintln!("{:.1} s: {:?}", take.duration_s(), take.words.iter().map(|w| (&w.text, w.start_s)).collect::<Vec<_>>());
    for (right, wrong) in
        [("leisure", "money"), ("much", "many"), ("power", "wallet"), ("then", "never"), ("Dashwood", "Smith")]
    {
        let flaw = follow(&said.replace(right, wrong)).err();
        assert!(matches!(flaw, Some(TakeFlaw::OtherWords { .. })), "{wrong}: {flaw:?}");
    }
}
