//! Builds one step: checks its shapes against one another and packs its weights as the kernels read them.

use super::error::ModelError;
use super::graph::{Data, Graph, Tensor};
use super::kernel::conv::{Conv, LANES, TURN};
use super::kernel::depthwise::Depthwise;
use super::operator::{Act, Kind, Window};
use super::plan::{Node, Step, shape};
use super::slot::{Act4, Border, Slot};

/// Longest side of a window.
const MAX_WINDOW: usize = 16;

fn wrong(what: &'static str) -> ModelError {
    ModelError::inconsistent(what)
}

/// Output length and the padding before and after, along one axis.
fn axis(from: usize, k: usize, stride: usize, same: bool) -> Option<(usize, usize, usize)> {
    if same {
        let to = from.div_ceil(stride);
        let pad = ((to - 1) * stride + k).saturating_sub(from);
        Some((to, pad / 2, pad - pad / 2))
    } else {
        Some((from.checked_sub(k)? / stride + 1, 0, 0))
    }
}

/// A window over an input: `(output height, output width, border)`.
fn fit(from: (usize, usize), k: (usize, usize), window: Window) -> Result<(usize, usize, Border), ModelError> {
    if k.0 > MAX_WINDOW || k.1 > MAX_WINDOW {
        return Err(ModelError::unsupported("windows wider than 16 pixels"));
    }
    let y = axis(from.0, k.0, window.stride.0, window.same);
    let x = axis(from.1, k.1, window.stride.1, window.same);
    match (y, x) {
        (Some((h, top, bottom)), Some((w, left, right))) => Ok((h, w, Border { top, left, bottom, right })),
        _ => Err(wrong("a window larger than its input")),
    }
}

/// The weights of a node: the constant at input `i`.
fn constant<'a>(graph: &'a Graph, node: &Node, i: usize) -> Result<(&'a Tensor, &'a [f32]), ModelError> {
    let tensor = node.op.inputs.get(i).and_then(|t| graph.tensors.get(*t));
    match tensor.map(|t| (t, &t.data)) {
        Some((t, Some(Data::Floats(f)))) if f.len() == t.len() => Ok((t, f)),
        _ => Err(ModelError::unsupported("weights that are computed or missing")),
    }
}

/// How much border the first input of a node needs, for windows that move over it.
pub(crate) fn window_border(graph: &Graph, node: &Node) -> Result<Option<Border>, ModelError> {
    let (Kind::Conv(window, _) | Kind::Depthwise(window, _)) = &node.op.kind else { return Ok(None) };
    let from = node.reads.first().ok_or(wrong("an operator without input"))?;
    let (h, w, _) = shape(graph, *from)?;
    match constant(graph, node, 1)?.0.shape[..] {
        [_, kh, kw, _] => fit((h, w), (kh, kw), *window).map(|(_, _, border)| Some(border)),
        _ => Err(wrong("weights without four dimensions")),
    }
}

pub(crate) fn act4(act: &Act, to: &Slot) -> Result<Act4, ModelError> {
    Ok(match act {
        Act::None => Act4::None,
        Act::Relu => Act4::Relu,
        Act::Relu6 => Act4::Relu6,
        Act::HardSwish => Act4::HardSwish,
        Act::Prelu(slopes) if slopes.len() == to.c => Act4::Prelu(padded(slopes, to.cs)),
        Act::Prelu(_) => return Err(wrong("PReLU slopes for another number of channels")),
        Act::Logistic => return Err(ModelError::unsupported("a fused logistic function")),
    })
}

fn padded(values: &[f32], len: usize) -> Vec<f32> {
    let mut v = values.to_vec();
    v.resize(len.max(v.len()), 0.0);
    v
}

pub(crate) fn build(graph: &Graph, node: &Node, slots: &[Option<Slot>], to: Slot) -> Result<Step, ModelError> {
    let slot = |t: &usize| {
        slots.get(*t).copied().flatten().ok_or(ModelError::unsupported("operators on reshaped or padded data"))
    };
    let from = slot(node.reads.first().ok_or(wrong("an operator without input"))?)?;
    let picture = (from.h, from.w);
    let expect = |h: usize, w: usize, c: usize| {
        if (h, w, c) == (to.h, to.w, to.c) { Ok(()) } else { Err(wrong("the shape of a result")) }
    };
    // Only a convolution reads pictures of three floats a pixel, only the logistic function masks of one.
    let by_fours =
        |s: &Slot| if s.cs.is_multiple_of(4) { Ok(()) } else { Err(ModelError::unsupported("that use of a picture")) };
    match &node.op.kind {
        Kind::Conv(window, _) => {
            if from.cs == 1 {
                return Err(ModelError::unsupported("convolution of a mask"));
            }
            let (co, kh, kw) = match constant(graph, node, 1)?.0.shape[..] {
                [co, kh, kw, ci] if ci == from.c => (co, kh, kw),
                _ => return Err(wrong("convolution weights for another number of channels")),
            };
            let (h, w, border) = fit(picture, (kh, kw), *window)?;
            expect(h, w, co)?;
            let residual = node.residual.as_ref().map(slot).transpose()?;
            if let Some(r) = residual {
                by_fours(&r)?;
                let padding = node.op.output != node.output && r.c <= co;
                if (r.h, r.w) != (h, w) || !padding {
                    return Err(wrong("a residual of another shape"));
                }
            }
            let (weights, bias) = pack(graph, node, &from, (co, kh, kw))?;
            let (slopes, then) = act4(&node.act, &to)?.split(bias.len());
            let (stride, pad, run) = (window.stride, (border.top, border.left), kw * from.cs);
            Ok(Step::Conv(Conv { from, to, residual, stride, pad, kh, run, weights, bias, slopes, then }))
        }
        Kind::Depthwise(window, _) => {
            by_fours(&from)?;
            depthwise(graph, node, *window, from, to)
        }
        Kind::MaxPool(window, size) | Kind::AvgPool(window, size) => {
            by_fours(&from)?;
            let maximum = matches!(node.op.kind, Kind::MaxPool(..));
            if !maximum && *size == picture {
                expect(1, 1, from.c)?;
                return Ok(Step::Mean { from, to });
            }
            let tiles = window.stride == *size
                && from.h.checked_rem(size.0) == Some(0)
                && from.w.checked_rem(size.1) == Some(0);
            if !maximum || !tiles {
                return Err(ModelError::unsupported("pools that overlap or pad"));
            }
            expect(from.h / size.0, from.w / size.1, from.c)?;
            Ok(Step::MaxPool { from, size: *size, to })
        }
        Kind::Add(_) | Kind::Mul(_) => {
            let [a, b] = node.reads[..] else { return Err(ModelError::unsupported("sums with constants")) };
            let (a, b) = (slot(&a)?, slot(&b)?);
            // The single pixel, if there is one, comes second.
            let (a, b) = if a.h * a.w == 1 { (b, a) } else { (a, b) };
            by_fours(&a)?;
            by_fours(&b)?;
            expect(a.h, a.w, a.c)?;
            if b.c != a.c || ((b.h, b.w) != (a.h, a.w) && b.h * b.w != 1) {
                return Err(wrong("operands of different shapes"));
            }
            let product = matches!(node.op.kind, Kind::Mul(_));
            Ok(Step::Combine { product, a, b, act: act4(&node.act, &to)?, to })
        }
        Kind::Act(act) => {
            expect(from.h, from.w, from.c)?;
            if *act == Act::Logistic {
                return Ok(Step::Logistic { from, to });
            }
            by_fours(&from)?;
            Ok(Step::Act { from, act: act4(act, &to)?, to })
        }
        Kind::ResizeHalfPixel => {
            by_fours(&from)?;
            expect(to.h, to.w, from.c)?;
            Ok(Step::Resize { from, to })
        }
        Kind::TransposeConv(window) => {
            by_fours(&from)?;
            let (t, weights) = constant(graph, node, 1)?;
            let (_, bias) = constant(graph, node, 2)?;
            let size = window.stride;
            if t.shape[..] != [1, size.0, size.1, from.c] || size.0 > MAX_WINDOW || size.1 > MAX_WINDOW {
                return Err(ModelError::unsupported("transposed convolutions that overlap or give several channels"));
            }
            expect(from.h * size.0, from.w * size.1, 1)?;
            let weights = weights.chunks_exact(from.c).flat_map(|w| padded(w, from.cs)).collect();
            Ok(Step::Enlarge { from, size, weights, bias: bias.first().copied().unwrap_or(0.0), to })
        }
        _ => Err(ModelError::unsupported("moving data about")),
    }
}

/// Packs convolution weights `[co][kh][kw][ci]` as `[co / 8][kh][kw * channel stride][8]`, and the bias.
pub(crate) fn pack(
    graph: &Graph,
    node: &Node,
    from: &Slot,
    (co, kh, kw): (usize, usize, usize),
) -> Result<(Vec<f32>, Vec<f32>), ModelError> {
    let (_, weights) = constant(graph, node, 1)?;
    let (_, bias) = constant(graph, node, 2)?;
    if bias.len() != co {
        return Err(wrong("a bias for another number of channels"));
    }
    let blocks = co.div_ceil(LANES);
    let run = (kw * from.cs).next_multiple_of(TURN);
    let window = kh * run;
    let mut packed = vec![0.0; blocks * window * LANES];
    for (n, w) in weights.chunks_exact(kh * kw * from.c).enumerate() {
        for (i, w) in w.iter().enumerate() {
            let (tap, c) = (i / from.c, i % from.c);
            let k = tap / kw * run + tap % kw * from.cs + c;
            packed[(n / LANES * window + k) * LANES + n % LANES] = *w;
        }
    }
    Ok((packed, padded(bias, blocks * LANES)))
}

fn depthwise(graph: &Graph, node: &Node, window: Window, from: Slot, to: Slot) -> Result<Step, ModelError> {
    let (t, weights) = constant(graph, node, 1)?;
    let (_, bias) = constant(graph, node, 2)?;
    let k = match t.shape[..] {
        [1, kh, kw, c] if kh == kw && c == from.c && (kh == 3 || kh == 5) => kh,
        _ => return Err(ModelError::unsupported("depthwise windows other than 3 x 3 and 5 x 5")),
    };
    let stride = window.stride.0;
    if window.stride.1 != stride || stride > 2 {
        return Err(ModelError::unsupported("depthwise strides other than 1 and 2"));
    }
    let (h, w, border) = fit((from.h, from.w), (k, k), window)?;
    if (h, w, from.c) != (to.h, to.w, to.c) || bias.len() != to.c {
        return Err(wrong("the shape of a depthwise convolution"));
    }
    let mut packed = vec![0.0; from.cs * k * k];
    for (i, w) in weights.iter().enumerate() {
        let (tap, c) = (i / from.c, i % from.c);
        packed[(c / 4 * k * k + tap) * 4 + c % 4] = *w;
    }
    let (pad, bias) = ((border.top, border.left), padded(bias, to.cs));
    let (slopes, then) = match act4(&node.act, &to)? {
        Act4::None => (Vec::new(), None),
        act => act.split(bias.len()),
    };
    Ok(Step::Depthwise(Depthwise { from, to, k, stride, pad, weights: packed, bias, slopes, then }))
}
