use super::*;
use crate::testing;

fn listener() -> Listener {
    Listener::new(&testing::model("asr_waveform_fp16.onnx")).unwrap()
}

#[test]
fn spoken_words_pass_and_others_fail() {
    let (mut speaker, mut listener) = (testing::speaker(), listener());
    let (mut right, mut wrong) = (0, 0);
    let groups: Vec<&[&str]> = WORDS.chunks_exact(3).collect();
    for (i, asked) in groups.iter().enumerate() {
        let speech = speaker.speak(&asked.join(", "), None, 1.0).unwrap();
        let heard = listener.hear(&speech.samples, speech.rate_hz, asked, &mut speaker).unwrap();
        right += usize::from(heard.verdict == Verdict::Said);
        if heard.verdict != Verdict::Said {
            eprintln!("{heard:?}");
        }
        let other = groups[(i + 5) % groups.len()];
        let heard = listener.hear(&speech.samples, speech.rate_hz, other, &mut speaker).unwrap();
        wrong += usize::from(heard.verdict == Verdict::Said);
    }
    eprintln!("built-in voice: {right} of {} right phrases pass, {wrong} wrong ones", groups.len());
    assert!(right + 1 >= groups.len() && wrong == 0, "{right} {wrong}");
}

#[test]
fn people_pass_with_their_words_and_fail_with_others() {
    let (mut speaker, mut listener) = (testing::speaker(), listener());
    let (file, said) = ("goforward.raw", ["forward", "ten", "meters"]);
    let (samples, rate) = testing::recording(file);
    let heard = listener.hear(&samples, rate, &said, &mut speaker).unwrap();
    eprintln!("{file}: {heard:?}");
    let other = listener.hear(&samples, rate, &["umbrella", "chocolate", "volcano"], &mut speaker).unwrap();
    eprintln!("{file}, others: {other:?}");
    assert!(other.words.iter().all(|w| !w.said), "{other:?}");
    assert_eq!(heard.verdict, Verdict::Said);
}

#[test]
fn silence_noise_and_damage_are_told_apart() {
    let (mut speaker, mut listener) = (testing::speaker(), listener());
    let asked = ["umbrella", "chocolate", "volcano"];
    for quiet in [vec![0.0; 96_000], vec![f32::NAN; 96_000]] {
        let heard = listener.hear(&quiet, 48_000, &asked, &mut speaker).unwrap();
        assert_eq!(heard.verdict, Verdict::NothingHeard);
    }
    let (noise, rate) = testing::recording("Noise.wav");
    assert_ne!(listener.hear(&noise, rate, &asked, &mut speaker).unwrap().verdict, Verdict::Said);
    let speech = speaker.speak(&asked.join(", "), None, 1.0).unwrap();
    let scaled = |by: f32| -> Vec<f32> { speech.samples.iter().map(|s| (s * by).clamp(-1.0, 1.0)).collect() };
    let clipped = listener.hear(&scaled(30.0), 48_000, &asked, &mut speaker).unwrap();
    assert_eq!(clipped.verdict, Verdict::Clipped, "{clipped:?}");
    let faint = listener.hear(&scaled(0.01), 48_000, &asked, &mut speaker).unwrap();
    assert_eq!(faint.verdict, Verdict::TooQuiet, "{faint:?}");
    assert!(listener.hear(&speech.samples, 48_000, &[], &mut speaker).is_err());
    assert!(listener.hear(&[], 48_000, &asked, &mut speaker).is_err());
    let onnx = testing::model("asr_waveform_fp16.onnx");
    for len in [0, 100, onnx.len() / 2] {
        assert!(Listener::new(&onnx[..len]).is_err(), "{len}");
    }
}

#[test]
#[ignore = "prints counts over a corpus of other synthesizers' voices: needs VOICE_CORPUS, a folder with phrases.txt and NAME_N.wav"]
fn counts() {
    let dir = std::env::var("VOICE_CORPUS").unwrap();
    let phrases: Vec<Vec<String>> = std::fs::read_to_string(format!("{dir}/phrases.txt"))
        .unwrap()
        .lines()
        .map(|l| l.split(' ').map(str::to_owned).collect())
        .collect();
    let mut speaker = testing::speaker();
    let mut listener = Listener::new(&testing::model("asr_waveform_fp16.onnx")).unwrap();
    let voices: Vec<String> =
        std::env::var("VOICES").unwrap_or("slt rms awb hib low".into()).split(' ').map(str::to_owned).collect();
    for voice in &voices {
        let (mut right, mut wrong, mut words_right, mut words_wrong, mut n) = (0, 0, 0, 0, 0);
        let (mut rs, mut ws) = (Vec::<(f32, usize)>::new(), Vec::<(f32, usize)>::new());
        for i in 0..30 {
            let (x, rate) = match voice.as_str() {
                "hib" | "low" => {
                    let profile = crate::VoiceProfile {
                        f0_mean_hz: 115.0,
                        f0_std: 0.2,
                        warp: 0.86,
                        envelope: vec![],
                        voiced_s: 1.0,
                        version: 1,
                    };
                    let s = speaker.speak(&phrases[i].join(", "), (voice == "low").then_some(&profile), 1.0).unwrap();
                    (s.samples, s.rate_hz)
                }
                _ => crate::wav::read(&std::fs::read(format!("{dir}/{voice}_{i}.wav")).unwrap()).unwrap(),
            };
            n += 1;
            let asked: Vec<&str> = phrases[i].iter().map(String::as_str).collect();
            let h = listener.hear(&x, rate, &asked, &mut speaker).unwrap();
            right += usize::from(h.verdict == Verdict::Said);
            words_right += h.words.iter().filter(|w| w.said).count();
            rs.extend(h.words.iter().map(|w| (w.score, w.rank)));
            let other: Vec<&str> =
                phrases[(i + 7) % phrases.len()].iter().map(String::as_str).filter(|w| !asked.contains(w)).collect();
            let h = listener.hear(&x, rate, &other, &mut speaker).unwrap();
            wrong += usize::from(h.verdict == Verdict::Said);
            words_wrong += h.words.iter().filter(|w| w.said).count();
            ws.extend(h.words.iter().map(|w| (w.score, w.rank)));
        }
        eprintln!(
            "{voice}: phrases right {right}/{n}, wrong accepted {wrong}/{n}; words right {words_right}/{}, wrong accepted {words_wrong}/{}",
            rs.len(),
            ws.len()
        );
        rs.sort_by(|a, b| a.0.total_cmp(&b.0));
        ws.sort_by(|a, b| b.0.total_cmp(&a.0));
        eprintln!("  worst right {:?}\n  best wrong {:?}", &rs[..12], &ws[..12]);
        eprintln!(
            "  ranks right: {:?}; wrong: {:?}",
            (0..4).map(|r| rs.iter().filter(|x| x.1 == r).count()).collect::<Vec<_>>(),
            (0..4).map(|r| ws.iter().filter(|x| x.1 == r).count()).collect::<Vec<_>>()
        );
    }
}
