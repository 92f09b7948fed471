<?php // export PORT=8080 WEBHOOK_SECRET=whsec_…; php -S 127.0.0.1:$PORT receiver.php

function is_ours(string $id, string $timestamp, string $signatures, string $body): bool
{
    $key = base64_decode(preg_replace('/^whsec_/', '', (string) getenv('WEBHOOK_SECRET')));
    if (!preg_match('/^evt_[0-9A-Za-z]+$/D', $id) || !preg_match('/^[0-9]{1,12}$/D', $timestamp) || strlen($key) < 24) {
        return false;
    }
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
    $signed = array_filter(explode(' ', $signatures), fn ($each) => hash_equals($expected, $each));
    return $signed && abs(time() - (int) $timestamp) <= 300;
}

function keep(string $id, string $body): bool
{
    is_dir('inbox') || mkdir('inbox');
    $part = 'inbox/' . bin2hex(random_bytes(16));
    return file_exists("inbox/$id.json") // a repetition
        || file_put_contents($part, $body) === strlen($body) && rename($part, "inbox/$id.json"); // whole or not at all
}

$body = file_get_contents('php://input', false, null, 0, 1_000_000);
$header = fn (string $name) => $_SERVER["HTTP_WEBHOOK_$name"] ?? '';
$ours = is_ours($header('ID'), $header('TIMESTAMP'), $header('SIGNATURE'), $body);
http_response_code(!$ours ? 400 : (keep($header('ID'), $body) ? 204 : 500)); // after a 500 we come again
